import type { Session } from "../dsm/session";
import { snapshotsOf, type Snapshot } from "../dsm/snapshots";
import { requireLun } from "../lun/find";
import type { Report } from "../lun/survey";
import { isOurs } from "./ours";
import { removed } from "./prune";

/** Which locked snapshots are kept. */
export interface LockedRetention {
  /** Whether the retention is for this snapshot; it is asked for those that this tool took and locked alone. */
  readonly concerns: (snapshot: Snapshot) => boolean;
  /** How many of the newest stay; at least 1. */
  readonly count: number;
  /** How old, in days, one may become. */
  readonly days: number;
  /** Name of one that stays in any case: the one that was just taken. */
  readonly spared?: string;
}

/** What {@link pruneLocked} comes to; names, the oldest first. */
export interface PrunedLocked {
  readonly deleted: readonly string[];
  readonly kept: readonly string[];
}

/**
 * Deletes locked snapshots that this tool took for one purpose, and now finds too many or too old. The newest stays
 * whatever its age. One that somebody unlocked is theirs from then on; `snapshot prune` deletes it.
 *
 * Age is counted by the clock of the NAS, from the newest of them, so that a machine whose clock is wrong deletes nothing
 * early. DSM deletes a locked snapshot without a word, so there is nothing to unlock first.
 *
 * @throws Failure when the NAS has no such LUN, or keeps what was to be deleted
 */
export async function pruneLocked(
  session: Session,
  lunName: string,
  retention: LockedRetention,
  report: Report,
): Promise<PrunedLocked> {
  const lun = await requireLun(session, lunName);
  const all = await snapshotsOf(session, lun.uuid);
  const concerned = all.filter((one) => isOurs(one) && one.locked && retention.concerns(one));
  const superfluous = superfluousOf(concerned, retention);
  for (const snapshot of superfluous) {
    await removed(session, lun, snapshot);
    report(`deleted snapshot ${snapshot.name} of LUN ${lun.name}: newer ones are enough`);
  }
  return {
    deleted: superfluous.map(({ name }) => name),
    kept: concerned.filter((one) => !superfluous.includes(one)).map(({ name }) => name),
  };
}

/** @param snapshots the oldest first */
function superfluousOf(
  snapshots: readonly Snapshot[],
  { count, days, spared }: Omit<LockedRetention, "concerns">,
): Snapshot[] {
  const newest = snapshots.at(-1)?.createTime ?? 0;
  const oldestKept = newest - days * 86_400;
  const firstKept = snapshots.length - Math.max(1, count);
  return snapshots.filter(
    ({ name, createTime }, index) =>
      // DSM counts time in whole seconds: several may be the newest.
      createTime < newest && name !== spared && (index < firstKept || createTime < oldestKept),
  );
}
