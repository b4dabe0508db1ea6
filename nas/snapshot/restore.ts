import { listLuns, type Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { revertLun, type Snapshot } from "../dsm/snapshots";
import { getTarget, listTargets, type Target } from "../dsm/targets";
import { Failure } from "../failure";
import { copyTime, isSettled, settled, written } from "../lun/confirmed";
import { requireLun } from "../lun/find";
import { closeTarget, openTarget } from "../lun/gate";
import { refuseSessions } from "../lun/sessions";
import { maps, type Report } from "../lun/survey";
import { requireSnapshot } from "./find";
import { listed, type ListedSnapshot } from "./list";
import { keepPresent } from "./present";

/** A restore that is wanted. */
export interface WantedRestore {
  /** Name or uuid of a snapshot of the LUN. */
  readonly snapshot: string;
  /** Names of targets that are to let initiators in afterwards even where they are disabled now. Default: none is known. */
  readonly open?: readonly string[];
  /** What has written what the LUN holds now, in words for the snapshot of it. Default: nobody knows. */
  readonly writer?: string;
}

/** What a restore comes to. */
export interface Restored {
  readonly lun: { readonly name: string; readonly uuid: string };
  /** What the LUN holds now. */
  readonly snapshot: ListedSnapshot;
  /** What it held before: to undo the restore, restore this one. */
  readonly before: ListedSnapshot;
  /** When the NAS did it; RFC 3339, UTC. */
  readonly restoredAt: string;
}

/**
 * Sets a LUN back to a snapshot. Refused while an initiator is logged in: DSM would go on, and the initiator's cached
 * file system would then destroy what was restored. The present is kept first, in a locked snapshot of its own; then the
 * targets of the LUN are disabled until the restore is over, so that no pod that starts meanwhile gets in.
 *
 * Each run keeps the present anew, also one that follows a killed one: nobody can tell what was written in between, and a
 * snapshot too many costs nothing, one too few costs the data. Restoring the same snapshot again leaves the same content,
 * so a run that follows a killed one converges. It also enables the targets which that one left disabled.
 *
 * @throws Failure `refused` while initiators are logged in, and where a snapshot is refused
 */
export async function restoreSnapshot(
  session: Session,
  lunName: string,
  { snapshot: wanted, open = [], writer }: WantedRestore,
  report: Report,
): Promise<Restored> {
  const lun = await requireLun(session, lunName);
  refuseSessions(await targetsOf(session, lun));
  const snapshot = await requireSnapshot(session, lun, wanted);

  const { kept, cutOff } = await keepPresent(session, lun, snapshot, writer, report);
  // Settled first, so that a lock seen after the restore is sent is the restore's own.
  await settled(session, lun.name);
  const isOurs = ({ name }: Target): boolean => cutOff || open.includes(name);
  const restored = await behindClosedTargets(session, lun, isOurs, report, () =>
    revert(session, lun, snapshot),
  );
  report(`restored LUN ${lun.name} to snapshot ${snapshot.name}; what it held is in ${kept.name}`);
  return {
    lun: { name: lun.name, uuid: lun.uuid },
    snapshot: listed(snapshot),
    before: kept,
    restoredAt: new Date(restored.restoredTime * 1000).toISOString(),
  };
}

/**
 * Works while no initiator can log in, and enables again what was enabled, whatever came of the work.
 *
 * @param isOurs whether a target that is disabled is the doing of an earlier restore, which was cut off: it is enabled
 *   too. Otherwise somebody has disabled it, and it stays so
 */
async function behindClosedTargets<T>(
  session: Session,
  lun: Lun,
  isOurs: (target: Target) => boolean,
  report: Report,
  work: () => Promise<T>,
): Promise<T> {
  const targets = await targetsOf(session, lun);
  // All this took a moment, in which a pod may have started.
  refuseSessions(targets);
  const closed = targets.filter((target) => !target.enabled && isOurs(target));
  for (const { name } of targets.filter((target) => !target.enabled && !isOurs(target)))
    report(`target ${name} was disabled before, and stays so`);
  try {
    for (const target of targets.filter(({ enabled }) => enabled)) {
      closed.push(target);
      await closeTarget(session, target, report);
    }
    const done = await work();
    await reopen(session, closed, report);
    return done;
  } catch (error) {
    await reopenAfter(session, lun, closed, report);
    throw error;
  }
}

async function reopen(session: Session, targets: readonly Target[], report: Report): Promise<void> {
  for (const target of targets)
    if (!(await getTarget(session, target.id)).enabled) await openTarget(session, target, report);
}

/** A restore that may still be going on keeps initiators out; a failure here is told, and not in the place of the first. */
async function reopenAfter(
  session: Session,
  { uuid }: Lun,
  targets: readonly Target[],
  report: Report,
): Promise<void> {
  try {
    const now = (await listLuns(session)).find((lun) => lun.uuid === uuid);
    if (now !== undefined && isSettled(now)) {
      await reopen(session, targets, report);
      return;
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  for (const { name } of targets)
    report(
      `target ${name} may be left disabled: run the command again, or enable it in SAN Manager > iSCSI`,
    );
}

/** Sends the restore, waits for its end, and believes only a new time of the last restore. */
async function revert(session: Session, lun: Lun, snapshot: Snapshot): Promise<Lun> {
  const { name, uuid } = lun;
  const what = `LUN ${JSON.stringify(name)} to be restored`;
  const isRestored = (one: Lun): boolean => one.restoredTime !== lun.restoredTime;
  await written(
    session,
    what,
    () => revertLun(session, uuid, snapshot.uuid),
    async () =>
      (await listLuns(session)).find(
        (one) => one.uuid === uuid && (isRestored(one) || !isSettled(one)),
      ),
  );
  const restored = await settled(session, name, copyTime(session));
  if (isRestored(restored)) return restored;
  throw new Failure(
    "failed",
    `NAS: expected ${what} after it had begun, got no such thing; run the command again`,
  );
}

async function targetsOf(session: Session, lun: Lun): Promise<readonly Target[]> {
  return (await listTargets(session)).filter((target) => maps(target, lun));
}
