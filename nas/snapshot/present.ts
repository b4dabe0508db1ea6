import { setTimeout as sleep } from "node:timers/promises";

import type { Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { snapshotsOf, type Snapshot } from "../dsm/snapshots";
import type { Report } from "../lun/survey";
import type { ListedSnapshot } from "./list";
import { isOurs } from "./ours";
import { takeSnapshot } from "./take";

/** What a LUN held before a restore, and what an earlier restore left behind. */
export interface Present {
  readonly kept: ListedSnapshot;
  /**
   * Whether the newest snapshot was one that an earlier restore to the same snapshot took first: then nothing was done to
   * the LUN since, and a target that is disabled was most likely left so by that run when it was cut off.
   */
  readonly cutOff: boolean;
}

/**
 * Takes a snapshot of the present under the first free name for this restore: `before-restore-<name>`, then with `.2`,
 * `.3` and so on. A name is free when no snapshot has it, and stays the same while this run lasts.
 */
export async function keepPresent(
  session: Session,
  lun: Lun,
  snapshot: Snapshot,
  report: Report,
): Promise<Present> {
  const all = await snapshotsOf(session, lun.uuid);
  const taken = new Set(all.map(({ name }) => name));
  const base = `before-restore-${snapshot.name || snapshot.uuid}`.slice(0, 120);
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}.${number}`;
  const description = `${name}: what LUN ${lun.name} held before it was restored to ${snapshot.name}`;
  const { snapshot: kept } = await takeSnapshot(
    session,
    lun.name,
    { name, description, locked: true },
    report,
  );
  await nextSecond(lun, kept);
  return { kept, cutOff: isNewest(all, base) };
}

/** DSM counts time in whole seconds: several may be the newest. */
function isNewest(all: readonly Snapshot[], base: string): boolean {
  const newest = all.at(-1)?.createTime;
  return all.some(
    (one) =>
      one.createTime === newest &&
      isOurs(one) &&
      one.name.startsWith(base) &&
      /^(\.\d+)?$/.test(one.name.slice(base.length)),
  );
}

/**
 * The time of the last restore, in whole seconds, is the only proof that a restore took place. When an earlier one fell
 * into the second of the snapshot that was just taken, this one is not to fall into it too.
 */
async function nextSecond(lun: Lun, { createdAt }: ListedSnapshot): Promise<void> {
  if (lun.restoredTime * 1000 >= Date.parse(createdAt)) await sleep(1000);
}
