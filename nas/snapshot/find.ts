import type { Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { snapshotsOf, type Snapshot } from "../dsm/snapshots";
import { Failure } from "../failure";

/**
 * The snapshot of a LUN by its name or uuid, ready to be used.
 *
 * @throws Failure `failed` when there is none, several of the name, or when it is not healthy
 */
export async function requireSnapshot(
  session: Session,
  lun: Lun,
  wanted: string,
): Promise<Snapshot> {
  const all = await snapshotsOf(session, lun.uuid);
  const found = all.filter(({ name, uuid }) => name === wanted || uuid === wanted);
  const [snapshot] = found;
  if (snapshot === undefined || found.length > 1) {
    const names = all.map(({ name }) => JSON.stringify(name)).join(", ") || "none";
    throw new Failure(
      "failed",
      snapshot === undefined
        ? `snapshot: expected one of LUN ${JSON.stringify(lun.name)}, got ${JSON.stringify(wanted)}; it has ${names}`
        : `snapshot: expected a name that one snapshot of LUN ${JSON.stringify(lun.name)} has, got ${JSON.stringify(wanted)} for ${found.length}; give its uuid`,
    );
  }
  if (snapshot.status !== "Healthy")
    throw new Failure(
      "failed",
      `snapshot ${JSON.stringify(snapshot.name)}: expected status Healthy, got ${snapshot.status}; SAN Manager shows its state`,
    );
  return snapshot;
}
