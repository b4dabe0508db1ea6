import { z } from "zod";

import { Failure } from "../failure";
import type { Session } from "./session";

const api = "SYNO.Core.ISCSI.LUN";

/** A snapshot of a LUN as the NAS lists it. */
export interface Snapshot {
  readonly name: string;
  readonly uuid: string;
  /** SAN Manager shows this and no name. */
  readonly description: string;
  /** Who took it: `scheduler` for the NAS's own schedule. */
  readonly takenBy: string;
  /** A locked snapshot is spared by every retention, the NAS's own included. */
  readonly locked: boolean;
  /** Seconds since 1970. */
  readonly createTime: number;
  /** Size of the LUN when it was taken. */
  readonly sizeBytes: number;
  /** `Healthy` when it can be used. */
  readonly status: string;
}

// `list_snapshot` gives the status as text, a LUN listing gives it as an object.
const status = z
  .union([z.string(), z.looseObject({ type: z.string() })])
  .transform((found) => (typeof found === "string" ? found : found.type));
const row = z
  .looseObject({
    name: z.string().default(""),
    uuid: z.string().min(1),
    description: z.string().default(""),
    taken_by: z.string().default(""),
    is_user_locked: z.boolean().default(false),
    create_time: z.number(),
    total_size: z.number().default(0),
    status: status.default("Healthy"),
  })
  .transform((snapshot): Snapshot => ({
    name: snapshot.name,
    uuid: snapshot.uuid,
    description: snapshot.description,
    takenBy: snapshot.taken_by,
    locked: snapshot.is_user_locked,
    createTime: snapshot.create_time,
    sizeBytes: snapshot.total_size,
    status: snapshot.status,
  }));
const listing = z.looseObject({
  count: z.number().optional(),
  snapshots: z.array(row).nullish(),
});

/**
 * Every snapshot of a LUN, whoever took it, the oldest first.
 *
 * @throws Failure `failed` when the NAS counts more than it lists: a ceiling checked on a part would be none
 */
export async function snapshotsOf(session: Session, lunUuid: string): Promise<readonly Snapshot[]> {
  const found = await session.read(
    { api, method: "list_snapshot", parameters: { src_lun_uuid: lunUuid } },
    listing,
  );
  const rows = found.snapshots ?? [];
  if (found.count !== undefined && found.count !== rows.length)
    throw new Failure(
      "failed",
      `${api} list_snapshot: expected ${found.count} snapshots, got ${rows.length}; run the command again`,
    );
  return [...rows].sort((a, b) => a.createTime - b.createTime);
}

/** Asks for a snapshot; it takes a moment whatever the size. Its outcome must be looked up. */
export async function createSnapshot(
  session: Session,
  lunUuid: string,
  snapshot: Pick<Snapshot, "name" | "description" | "takenBy" | "locked">,
): Promise<void> {
  await session.write({
    api,
    method: "take_snapshot",
    parameters: {
      src_lun_uuid: lunUuid,
      snapshot_name: snapshot.name,
      description: snapshot.description,
      taken_by: snapshot.takenBy,
      is_locked: snapshot.locked,
      // Consistency of the application would need Synology's agent in the initiator.
      is_app_consistent: false,
    },
  });
}

/** Deletes one snapshot. DSM refuses nothing here, not even a locked one: the caller has looked. */
export async function removeSnapshot(session: Session, uuid: string, by: string): Promise<void> {
  await session.write({
    api,
    method: "delete_snapshot",
    parameters: { snapshot_uuid: uuid, deleted_by: by },
  });
}

/**
 * Sets the LUN back to a snapshot. Its uuid, serial and newer snapshots stay. DSM does not stop initiators that are
 * logged in, and their cached file system would be corrupt: the caller has made sure that there are none.
 */
export async function revertLun(
  session: Session,
  lunUuid: string,
  snapshotUuid: string,
): Promise<void> {
  await session.write({
    api,
    method: "restore_snapshot",
    parameters: { src_lun_uuid: lunUuid, snapshot_uuid: snapshotUuid },
  });
}

/** Asks for a new LUN with the content of a snapshot; thin, and independent of the snapshot afterwards. */
export async function copySnapshot(
  session: Session,
  lunUuid: string,
  snapshotUuid: string,
  clone: { readonly name: string; readonly description: string },
): Promise<void> {
  await session.write({
    api,
    method: "clone_snapshot",
    parameters: {
      src_lun_uuid: lunUuid,
      snapshot_uuid: snapshotUuid,
      cloned_lun_name: clone.name,
      description: clone.description,
    },
  });
}
