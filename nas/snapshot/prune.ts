import type { Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { removeSnapshot, snapshotsOf, type Snapshot } from "../dsm/snapshots";
import { Failure } from "../failure";
import { written } from "../lun/confirmed";
import { requireLun } from "../lun/find";
import type { Report } from "../lun/survey";
import { isOurs, takenBy } from "./ours";

/** What pruning comes to; names, the oldest first. */
export interface Pruned {
  readonly lun: { readonly name: string; readonly uuid: string };
  /** Deleted, or with `dryRun` what would be. */
  readonly deleted: readonly string[];
  /** Of this tool and kept: locked, or among the newest. */
  readonly kept: readonly string[];
  /** Of the kept ones, those that no retention deletes until they are unlocked in SAN Manager. */
  readonly locked: readonly string[];
  /** Of others, never touched. */
  readonly foreign: readonly string[];
  readonly dryRun: boolean;
}

/**
 * Deletes the oldest snapshots this tool took. Locked ones are kept and do not count towards `keep`; those of the NAS's
 * own schedule and of people are not looked at. There is no way to unlock here: a lock is opened in SAN Manager, by
 * somebody who looked.
 *
 * @throws Failure `request` unless `keep` is a whole number from 1
 */
export async function pruneSnapshots(
  session: Session,
  lunName: string,
  { keep, dryRun = false }: { readonly keep: number; readonly dryRun?: boolean },
  report: Report,
): Promise<Pruned> {
  if (!Number.isSafeInteger(keep) || keep < 1)
    throw new Failure(
      "request",
      `keep: expected a whole number from 1, got ${JSON.stringify(keep)}; the last snapshot is never pruned`,
    );
  const lun = await requireLun(session, lunName);
  const all = await snapshotsOf(session, lun.uuid);
  const ours = all.filter(isOurs);
  const unlocked = ours.filter(({ locked }) => !locked);
  const superfluous = unlocked.slice(0, Math.max(0, unlocked.length - keep));
  for (const snapshot of dryRun ? [] : superfluous) {
    await removed(session, lun, snapshot);
    report(`deleted snapshot ${snapshot.name} of LUN ${lun.name}`);
  }
  return {
    lun: { name: lun.name, uuid: lun.uuid },
    deleted: superfluous.map(({ name }) => name),
    kept: ours.filter((one) => !superfluous.includes(one)).map(({ name }) => name),
    locked: ours.filter(({ locked }) => locked).map(({ name }) => name),
    foreign: all.filter((one) => !isOurs(one)).map(({ name }) => name),
    dryRun,
  };
}

/** Deletes one snapshot and believes only that it is gone. */
export async function removed(session: Session, lun: Lun, { name, uuid }: Snapshot): Promise<void> {
  await written(
    session,
    `snapshot ${JSON.stringify(name)} to be gone`,
    () => removeSnapshot(session, uuid, takenBy),
    async () =>
      (await snapshotsOf(session, lun.uuid)).some((one) => one.uuid === uuid) ? undefined : true,
  );
}
