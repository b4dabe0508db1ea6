import { setTimeout as sleep } from "node:timers/promises";

import type { Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { snapshotsOf, type Snapshot } from "../dsm/snapshots";
import type { Report } from "../lun/survey";
import type { ListedSnapshot } from "./list";
import { isOurs } from "./ours";
import { pruneLocked, type PrunedLocked } from "./prune-locked";
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

const begins = "before-restore-";
/** DSM takes 256 characters. */
const longestDescription = 250;
const purpose = "held before it was restored to";
/** Restores are rare: these are years. */
const presentsKept = 5;

/**
 * Deletes the oldest snapshots that restores took of what was the present then, and keeps five. They are locked, so that no
 * other retention deletes them; without one of their own, a LUN would some day have no room for the snapshot before an
 * upgrade.
 *
 * @param spared names of those that stay in any case
 */
export async function prunePresents(
  session: Session,
  lunName: string,
  spared: readonly string[],
  report: Report,
): Promise<PrunedLocked> {
  const concerns = (one: Snapshot): boolean =>
    isPresent(one) && one.description.includes(purpose) && !spared.includes(one.name);
  const retention = { concerns, count: presentsKept, days: Number.POSITIVE_INFINITY };
  return await pruneLocked(session, lunName, retention, report);
}

/** What a restore to a snapshot calls the present; one to such a snapshot does not repeat the word, or names would grow. */
export function presentName({ name, uuid }: Pick<Snapshot, "name" | "uuid">): string {
  const to = isPresent({ name }) ? uuid.slice(-8) : name || uuid;
  return `${begins}${to}`.slice(0, 120);
}

/** Whether a restore took a snapshot, of what was the present then. */
export function isPresent({ name }: Pick<Snapshot, "name">): boolean {
  return name.startsWith(begins);
}

/** What a snapshot of {@link keepPresent} says to have written its content; undefined where it does not say. */
export function writerOf({ description }: Pick<Snapshot, "description">): string | undefined {
  return new RegExp(`^\\S+: what LUN \\S+ \\((.+)\\) ${purpose} `).exec(description)?.[1];
}

/**
 * Takes a snapshot of the present under the first free name for this restore: {@link presentName}, then with `.2`, `.3`
 * and so on. A name is free when no snapshot has it, and stays the same while this run lasts.
 *
 * @param writer what has written the present, for {@link writerOf}; left out where it would make the description too long
 */
export async function keepPresent(
  session: Session,
  lun: Lun,
  snapshot: Snapshot,
  writer: string | undefined,
  report: Report,
): Promise<Present> {
  const all = await snapshotsOf(session, lun.uuid);
  const taken = new Set(all.map(({ name }) => name));
  const base = presentName(snapshot);
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}.${number}`;
  const described = (by: string): string =>
    `${name}: what LUN ${lun.name}${by} ${purpose} ${snapshot.name}`;
  const long = described(writer === undefined ? "" : ` (${writer})`);
  const description = long.length > longestDescription ? described("") : long;
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
