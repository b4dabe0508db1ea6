import type { Lun, Snapshot } from "./state";

/** A snapshot as `list_snapshot` and `get_snapshot` show it. */
export function snapshotView(snapshot: Snapshot, lun: Lun): Record<string, unknown> {
  return {
    create_time: snapshot.createTime,
    snapshot_time: snapshot.createTime,
    description: snapshot.description,
    is_app_consistent: false,
    is_user_locked: snapshot.locked,
    mapped_size: 0,
    name: snapshot.name,
    parent_lun_id: lun.lunId,
    parent_uuid: lun.uuid,
    root_path: lun.location,
    snapshot_id: snapshot.snapshotId,
    status: "Healthy",
    taken_by: snapshot.takenBy,
    total_size: snapshot.size,
    type: 2,
    uuid: snapshot.uuid,
    version: snapshot.uuid.replaceAll("-", ""),
  };
}
