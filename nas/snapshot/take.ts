import type { Lun } from "../dsm/luns";
import { lookUntil } from "../dsm/patience";
import type { Session } from "../dsm/session";
import { createSnapshot, snapshotsOf, type Snapshot } from "../dsm/snapshots";
import { readLimits } from "../dsm/system";
import { Failure } from "../failure";
import { isSettled, settled, written } from "../lun/confirmed";
import { difference } from "../lun/differences";
import { requireLun } from "../lun/find";
import { requireSharedSpace } from "../lun/space";
import type { Report } from "../lun/survey";
import { listed, type ListedSnapshot } from "./list";
import { takenBy } from "./ours";

/** A snapshot that is wanted. */
export interface WantedSnapshot {
  /** What tells it from every other one of the LUN: taking it twice is taking it once. Default: from the description. */
  readonly name?: string;
  /** What it is for. SAN Manager shows this and no name, so the name is repeated in it. Default: the name. */
  readonly description?: string;
  /** Spared by every retention until it is unlocked in SAN Manager. Default true. */
  readonly locked?: boolean;
  /**
   * How old one of this name may be to be the one wanted; an older one, or one from the future, stays, and another one is
   * taken as `<name>.2`, then `.3`. Default: any age.
   */
  readonly reusable?: { readonly seconds: number; readonly now: Date };
}

/** What taking a snapshot comes to. */
export interface Taken {
  readonly lun: { readonly name: string; readonly uuid: string };
  readonly snapshot: ListedSnapshot;
  /** True when an earlier run took it. */
  readonly existed: boolean;
}

/**
 * Takes a snapshot of a LUN. One of the same name that this tool took for the same purpose is the one wanted, so
 * a run that follows a killed one takes no second.
 *
 * @throws Failure `request` without name and description, `refused` when the name is taken for something else, when the
 *   LUN has as many snapshots as it may, and when the volume is nearly full
 */
export async function takeSnapshot(
  session: Session,
  lunName: string,
  wanted: WantedSnapshot,
  report: Report,
): Promise<Taken> {
  const lun = await requireLun(session, lunName);
  const existing = await snapshotsOf(session, lun.uuid);
  const named = reusable(describe(wanted), existing, wanted.reusable);
  const found = existing.find(({ name }) => name === named.name);
  let latest = found;
  if (found !== undefined) refuseOther(found, named);
  else {
    await requireSlot(session, lun, existing);
    const warning = await requireSharedSpace(session, lun);
    if (warning !== undefined) report(warning);
    if (!isSettled(lun)) await settled(session, lunName);
    latest = await create(session, lun, named);
    report(`took snapshot ${named.name} of LUN ${lun.name}${named.locked ? ", locked" : ""}`);
  }
  const snapshot = latest?.status === "Healthy" ? latest : await healthy(session, lun, named.name);
  refuseOther(snapshot, named);
  const { name, uuid } = lun;
  return { lun: { name, uuid }, snapshot: listed(snapshot), existed: found !== undefined };
}

/** The first of the name, `.2`, `.3` and so on that is free, or young enough to be the one wanted. */
function reusable(
  named: Named,
  existing: readonly Snapshot[],
  limit: WantedSnapshot["reusable"],
): Named {
  if (limit === undefined) return named;
  const { seconds, now } = limit;
  const latest = now.getTime() / 1000;
  for (let number = 1; ; number++) {
    const name = number === 1 ? named.name : `${named.name}.${number}`;
    const found = existing.find((one) => one.name === name);
    const age = found === undefined ? 0 : latest - found.createTime;
    // The clock of the NAS may be a little ahead.
    if (age >= -clockSkew && age <= seconds)
      return { ...named, name, description: named.description.replace(named.name, name) };
  }
}

/** Seconds. */
const clockSkew = 60;

type Named = Pick<Snapshot, "name" | "description" | "locked">;

function describe({ name, description, locked = true }: WantedSnapshot): Named {
  const chosen = name ?? slug(description ?? "");
  if (chosen === "" || chosen.length > 128)
    throw new Failure(
      "request",
      `snapshot name: expected 1 to 128 characters, or a description to make it from, got ${JSON.stringify(name ?? description ?? "")}`,
    );
  const text = description ?? chosen;
  return {
    name: chosen,
    description: text.includes(chosen) ? text : `${chosen}: ${text}`,
    locked,
  };
}

/** The description in lower case, everything but letters, digits and dots as dashes. */
function slug(description: string): string {
  return description
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}

async function create(session: Session, lun: Lun, named: Named): Promise<Snapshot> {
  return await written(
    session,
    `snapshot ${JSON.stringify(named.name)} of LUN ${JSON.stringify(lun.name)}`,
    () => createSnapshot(session, lun.uuid, { ...named, takenBy }),
    async () => (await snapshotsOf(session, lun.uuid)).find(({ name }) => name === named.name),
  );
}

async function healthy(session: Session, lun: Lun, wanted: string): Promise<Snapshot> {
  const { settle, poll } = session.patience;
  let last = "no such snapshot";
  const look = async (): Promise<Snapshot | undefined> => {
    const found = (await snapshotsOf(session, lun.uuid)).find(({ name }) => name === wanted);
    if (found !== undefined) last = `status ${found.status}`;
    return found?.status === "Healthy" ? found : undefined;
  };
  const found = await lookUntil(look, settle, poll);
  if (found !== undefined) return found;
  throw new Failure(
    "failed",
    `snapshot ${JSON.stringify(wanted)} of LUN ${JSON.stringify(lun.name)}: expected status Healthy within ${settle / 1000} s, got ${last}; ` +
      "SAN Manager shows its state",
  );
}

/**
 * Refuses one more snapshot than the LUN may have. Those of the NAS's own schedule count too: DSM counts them.
 *
 * @throws Failure `refused`
 */
async function requireSlot(
  session: Session,
  lun: Lun,
  existing: readonly Snapshot[],
): Promise<void> {
  const { snapshotsPerLun } = await readLimits(session);
  if (existing.length < snapshotsPerLun) return;
  const locked = existing.filter((one) => one.locked).length;
  throw new Failure(
    "refused",
    `LUN ${JSON.stringify(lun.name)}: expected room for one more snapshot, got ${existing.length} where ${snapshotsPerLun} are safe, ` +
      `${locked} of them locked; unlock snapshots that nobody needs in SAN Manager > Snapshot and prune, take others with --unlocked, ` +
      "or shorten the retention of the NAS's own schedule",
  );
}

function refuseOther(found: Snapshot, wanted: Named): void {
  const lines = [
    ...(found.takenBy === takenBy
      ? []
      : [difference("taken_by", takenBy, found.takenBy, "somebody else took it")]),
    ...(found.description === wanted.description
      ? []
      : [difference("description", wanted.description, found.description, "another purpose")]),
    ...(found.locked === wanted.locked
      ? []
      : [difference("locked", wanted.locked, found.locked, "change it in SAN Manager > Snapshot")]),
  ];
  if (lines.length > 0)
    throw new Failure(
      "refused",
      [
        ...lines.map((line) => `snapshot ${JSON.stringify(wanted.name)}: ${line}`),
        "a snapshot of this name is another's or for another purpose; choose another name",
      ].join("\n"),
    );
}
