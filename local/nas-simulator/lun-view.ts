import { typeIds } from "./lun-rules";
import { snapshotView } from "./snapshot-view";
import type { Lun } from "./state";
import type { Store } from "./store";

const attributeBits = [
  "emulate_3pc",
  "emulate_tpws",
  "emulate_caw",
  "emulate_tpu",
  "can_snapshot",
  "emulate_fua_write",
  "emulate_sync_cache",
];

const busyStatus: Partial<Record<Lun["action"], string>> = {
  creating: "creating",
  cloning: "creating",
  deleting: "deleting",
  restoring: "processing",
};

/** What `get` adds beside the LUN: import and replication at rest, 18990593 being the idle value and no error. */
export function importView(additional: ReadonlySet<string>): Record<string, unknown> {
  return {
    ...(additional.has("import_status") && { import_errno: 18_990_593, import_status: "none" }),
    ...(additional.has("sync_progress") && { sync_progress: -1, sync_status: "none" }),
    ...(additional.has("whitelist") && { whitelist: [] }),
  };
}

/** A LUN as `list` and `get` show it; some keys appear only when `additional` names them. */
export function lunView(
  lun: Lun,
  additional: ReadonlySet<string>,
  store: Store,
): Record<string, unknown> {
  const locked = store.isLocked(lun);
  const optional: Record<string, () => unknown> = {
    allocated_size: () => store.allocatedBytes(lun),
    extent_size: () => 0,
    family_config: () => ({
      parent_lun_name: lun.parent?.lunName ?? "",
      parent_lun_uuid: lun.parent?.lunUuid ?? "",
      parent_snapshot_time: lun.parent?.snapshotTime ?? 0,
      parent_snapshot_uuid: lun.parent?.snapshotUuid ?? "",
    }),
    flashcache_status: () => "no_cache",
    is_action_locked: () => locked,
    is_mapped: () =>
      store.record.targets.some(({ mappings }) =>
        mappings.some(({ lunUuid }) => lunUuid === lun.uuid),
      ),
    status: () => (locked ? (busyStatus[lun.action] ?? "normal") : "normal"),
    is_bound: () => false,
    is_vhost_mapped: () => false,
    snapshots: () =>
      store.record.snapshots
        .filter(({ lunUuid }) => lunUuid === lun.uuid)
        .map((snapshot) => ({
          ...snapshotView(snapshot, lun),
          // Only here is it an object; the methods for snapshots give a string.
          status: { progress: { percent: -1, step: "waiting" }, type: "Healthy" },
        })),
  };
  const asked = new Set([...additional, ...(additional.has("snapshot_info") ? ["snapshots"] : [])]);
  const shown = Object.entries(optional).filter(([key]) => asked.has(key));
  return {
    block_size: 512,
    create_from: lun.parent === null ? "" : lun.parent.lunUuid,
    description: lun.description,
    dev_attribs: Object.entries(lun.attributes).map(([dev_attrib, enable]) => ({
      dev_attrib,
      enable,
    })),
    dev_attribs_bitmap: attributeBits.reduce(
      (bits, name, position) => bits | ((lun.attributes[name] ?? 0) << position),
      0,
    ),
    dev_config: "",
    dev_qos: { dev_limit: 0, dev_reservation: 0, dev_weight: 0, iops_enable: 0 },
    direct_io_pattern: 0,
    flashcache_id: -1,
    location: lun.location,
    lun_id: lun.lunId,
    max_snapshot_count: 256,
    name: lun.name,
    restored_time: lun.restoredTime,
    retention: null,
    scheduled_task: null,
    size: lun.size,
    type: typeIds[lun.type],
    type_str: lun.type,
    uuid: lun.uuid,
    vpd_unit_sn: lun.uuid,
    ...Object.fromEntries(shown.map(([key, read]) => [key, read()])),
  };
}
