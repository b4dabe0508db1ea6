import { listLuns, removeLun, type Lun } from "../dsm/luns";
import { lookUntil } from "../dsm/patience";
import type { Session } from "../dsm/session";
import { snapshotsOf } from "../dsm/snapshots";
import { listTargets } from "../dsm/targets";
import { Failure } from "../failure";
import { copyTime, isSettled, written } from "./confirmed";
import { difference } from "./differences";
import { ownerMark, ownerOf } from "./owner";
import { sessionLines } from "./sessions";
import { maps, type Reference, type Report } from "./survey";

/** What a deletion comes to. */
export interface Deletion {
  readonly lun: { readonly name: string; readonly uuid: string } | null;
  /** False when there was no LUN of the confirmed name: it is gone already, or never was. */
  readonly deleted: boolean;
}

/**
 * Deletes a LUN that is out of use, with its data and its snapshots: a retired one, or a clone. It is the only thing in
 * this tool that destroys data, and DSM itself refuses nothing; so the name must be said again in full, and whatever
 * still holds on to the LUN keeps it.
 *
 * @param wanted names the stack's LUN; what may be deleted carries the mark of its IQN
 * @param confirm exact name of the LUN to delete, as `lun retire` or `snapshot clone` printed it
 * @throws Failure `refused` with everything that keeps the LUN, `request` without a confirmation
 */
export async function deleteLun(
  session: Session,
  wanted: Reference,
  confirm: string | undefined,
  report: Report,
): Promise<Deletion> {
  const luns = await listLuns(session);
  const candidates = luns.filter(
    ({ name, description }) =>
      name !== wanted.lun.name && ownerOf(description) === wanted.target.iqn,
  );
  const names = candidates.map(({ name }) => JSON.stringify(name)).join(", ") || "none";
  if (confirm === undefined || confirm === "")
    throw new Failure(
      "request",
      `--confirm: expected the exact name of the LUN to delete, got none; out of use and of this stack: ${names}`,
    );
  const lun = luns.find(({ name }) => name === confirm);
  if (lun === undefined) {
    report(
      `no LUN is called ${confirm}, nothing was deleted; out of use and of this stack: ${names}`,
    );
    return { lun: null, deleted: false };
  }
  await refuseInUse(session, lun, wanted);
  const { name, uuid } = lun;
  await written(
    session,
    `LUN ${JSON.stringify(name)} to be on its way out`,
    () => removeLun(session, uuid),
    // Success comes long before the end, and a LUN that is being deleted is locked until then.
    async () => {
      const now = await find(session, uuid);
      return now === undefined || !isSettled(now) ? true : undefined;
    },
  );
  await gone(session, lun);
  report(`deleted LUN ${name} (${uuid})`);
  return { lun: { name, uuid }, deleted: true };
}

async function refuseInUse(session: Session, lun: Lun, wanted: Reference): Promise<void> {
  const { iqn } = wanted.target;
  const owner = ownerOf(lun.description);
  const mapping = (await listTargets(session)).filter((target) => maps(target, lun));
  const lines = [
    ...sessionLines(mapping),
    ...mapping.map(
      (target) =>
        `LUN ${JSON.stringify(lun.name)}: expected no target to map it, got ${JSON.stringify(target.iqn)}; retire it first`,
    ),
  ];
  if (owner !== iqn)
    lines.push(
      difference(
        "--confirm",
        `a LUN of ${ownerMark(iqn)}`,
        owner === undefined ? "a LUN without mark" : ownerMark(owner),
        "it may hold another's data; SAN Manager can delete it",
      ),
    );
  if (lun.name === wanted.lun.name && lines.length === 0)
    lines.push(
      `--confirm: expected a LUN that is out of use, got ${JSON.stringify(lun.name)}, which the stack names; retire it first`,
    );
  const locked = (await snapshotsOf(session, lun.uuid)).filter((snapshot) => snapshot.locked);
  lines.push(
    ...locked.map(
      ({ name }) =>
        `LUN ${JSON.stringify(lun.name)}: expected no locked snapshot, got ${JSON.stringify(name)}; ` +
        "unlock it in SAN Manager > Snapshot if nobody needs it",
    ),
  );
  if (lines.length > 0) throw new Failure("refused", [...lines, "nothing was deleted"].join("\n"));
}

async function gone(session: Session, { uuid, name }: Lun): Promise<void> {
  const longest = copyTime(session);
  const absent = async (): Promise<true | undefined> =>
    (await find(session, uuid)) === undefined ? true : undefined;
  if ((await lookUntil(absent, longest, session.patience.poll)) === true) return;
  throw new Failure(
    "failed",
    `LUN ${JSON.stringify(name)}: expected it to be gone within ${longest / 1000} s, got it still listed; ` +
      "SAN Manager shows its state, run the command again",
  );
}

async function find(session: Session, wanted: string): Promise<Lun | undefined> {
  return (await listLuns(session)).find(({ uuid }) => uuid === wanted);
}
