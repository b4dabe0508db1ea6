import { setTimeout as sleep } from "node:timers/promises";

import { listLuns, type Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { revertLun, snapshotsOf, type Snapshot } from "../dsm/snapshots";
import { listTargets } from "../dsm/targets";
import { Failure } from "../failure";
import { copyTime, isSettled, settled, written } from "../lun/confirmed";
import { requireLun } from "../lun/find";
import { refuseSessions } from "../lun/sessions";
import { maps, type Report } from "../lun/survey";
import { requireSnapshot } from "./find";
import { listed, type ListedSnapshot } from "./list";
import { takeSnapshot } from "./take";

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
 * file system would then destroy what was restored. The present is kept first, in a locked snapshot of its own.
 *
 * Each run keeps the present anew, also one that follows a killed one: nobody can tell what was written in between, and a
 * snapshot too many costs nothing, one too few costs the data. Restoring the same snapshot again leaves the same content,
 * so a run that follows a killed one converges.
 *
 * @throws Failure `refused` while initiators are logged in, and where a snapshot is refused
 */
export async function restoreSnapshot(
  session: Session,
  lunName: string,
  { snapshot: wanted }: { readonly snapshot: string },
  report: Report,
): Promise<Restored> {
  const lun = await requireLun(session, lunName);
  await requireNoSessions(session, lun);
  const snapshot = await requireSnapshot(session, lun, wanted);

  const before = await keepPresent(session, lun, snapshot, report);
  await nextSecond(lun, before);
  const restored = await revert(session, lun, snapshot);
  report(
    `restored LUN ${lun.name} to snapshot ${snapshot.name}; what it held is in ${before.name}`,
  );
  return {
    lun: { name: lun.name, uuid: lun.uuid },
    snapshot: listed(snapshot),
    before,
    restoredAt: new Date(restored.restoredTime * 1000).toISOString(),
  };
}

/** Sends the restore, waits for its end, and believes only a new time of the last restore. */
async function revert(session: Session, lun: Lun, snapshot: Snapshot): Promise<Lun> {
  const { name, uuid } = lun;
  const what = `LUN ${JSON.stringify(name)} to be restored`;
  const isRestored = (one: Lun): boolean => one.restoredTime !== lun.restoredTime;
  // Settled first, so that a lock seen afterwards is the restore's own.
  await settled(session, name);
  // All this took a moment, in which a pod may have started.
  await requireNoSessions(session, lun);
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

async function requireNoSessions(session: Session, lun: Lun): Promise<void> {
  refuseSessions((await listTargets(session)).filter((target) => maps(target, lun)));
}

/**
 * Takes a snapshot of the present under the first free name for this restore: `before-restore-<name>`, then with `.2`,
 * `.3` and so on. A name is free when no snapshot has it, and stays the same while this run lasts.
 */
async function keepPresent(
  session: Session,
  lun: Lun,
  snapshot: Snapshot,
  report: Report,
): Promise<ListedSnapshot> {
  const taken = new Set((await snapshotsOf(session, lun.uuid)).map(({ name }) => name));
  const base = `before-restore-${snapshot.name || snapshot.uuid}`.slice(0, 120);
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}.${number}`;
  const description = `${name}: what LUN ${lun.name} held before it was restored to ${snapshot.name}`;
  const kept = await takeSnapshot(session, lun.name, { name, description, locked: true }, report);
  return kept.snapshot;
}

/**
 * The time of the last restore, in whole seconds, is the only proof that a restore took place. When an earlier one fell
 * into the second of the snapshot that was just taken, this one is not to fall into it too.
 */
async function nextSecond(lun: Lun, { createdAt }: ListedSnapshot): Promise<void> {
  if (lun.restoredTime * 1000 >= Date.parse(createdAt)) await sleep(1000);
}
