import type { Session } from "../dsm/session";
import { snapshotsOf, type Snapshot } from "../dsm/snapshots";
import { requireLun } from "../lun/find";
import { isOurs } from "./ours";

/** A snapshot as the verbs print it. */
export interface ListedSnapshot {
  readonly name: string;
  readonly uuid: string;
  readonly description: string;
  readonly takenBy: string;
  /** Whether this tool took it; `snapshot prune` looks at no other. */
  readonly ours: boolean;
  readonly locked: boolean;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly sizeBytes: number;
  /** `Healthy` when it can be restored and cloned. */
  readonly status: string;
}

/** Snapshots of one LUN. */
export interface SnapshotListing {
  readonly lun: { readonly name: string; readonly uuid: string };
  /** All of them, the NAS's own schedule included, the oldest first. */
  readonly snapshots: readonly ListedSnapshot[];
}

/**
 * Lists the snapshots of a LUN, whoever took them. Changes nothing.
 *
 * @throws Failure `failed` when the NAS has no LUN of this name
 */
export async function listSnapshots(session: Session, lunName: string): Promise<SnapshotListing> {
  const { name, uuid } = await requireLun(session, lunName);
  const snapshots = await snapshotsOf(session, uuid);
  return { lun: { name, uuid }, snapshots: snapshots.map(listed) };
}

/** The snapshot as it is printed. */
export function listed(snapshot: Snapshot): ListedSnapshot {
  const { createTime, ...rest } = snapshot;
  return {
    ...rest,
    ours: isOurs(snapshot),
    createdAt: new Date(createTime * 1000).toISOString(),
  };
}
