import { listLuns, unmapLun, type Lun } from "../dsm/luns";
import { lookUntil } from "../dsm/patience";
import type { Session } from "../dsm/session";
import { listTargets, removeTarget, type ChapSecret, type Target } from "../dsm/targets";
import { Failure } from "../failure";
import { settled, written } from "../lun/confirmed";
import { deleteLun } from "../lun/delete";
import { ensureLun } from "../lun/ensure";
import { requireLun } from "../lun/find";
import { closeTarget } from "../lun/gate";
import type { Identity } from "../lun/identity";
import { ownerMark, ownerOf } from "../lun/owner";
import { sessionLines } from "../lun/sessions";
import { maps, type Reference, type Report } from "../lun/survey";
import { cloneSnapshot } from "./clone";

const suffix = ".rehearsal";

/**
 * What the clone that rehearses the restore of a LUN is called, and its target: no LUN of a stack has such an IQN, so
 * that neither is ever taken for one in use.
 *
 * @throws Failure `request` when the names would be longer than DSM takes
 */
export function rehearsalOf({ lun, target }: Reference): Reference {
  const [name, iqn] = [`${lun.name}${suffix}`, `${target.iqn}${suffix}`];
  for (const [what, text] of [
    ["lun.name", name],
    ["target.iqn", iqn],
  ] as const)
    if (text.length > 128)
      throw new Failure(
        "request",
        `${what}: expected at most ${128 - suffix.length} characters for a rehearsal, got ${text.length - suffix.length}; ` +
          "clone the snapshot by hand: nas snapshot clone",
      );
  return { lun: { name }, target: { name, iqn } };
}

/**
 * Offers a clone of a snapshot on a target of its own, with a secret of its own. What an earlier rehearsal has left
 * behind is removed first: its secret is forgotten, and its content may be another snapshot's.
 *
 * @throws Failure as a clone and `lun ensure` do
 */
export async function offerRehearsal(
  session: Session,
  live: Reference,
  { snapshot, chap }: { readonly snapshot: string; readonly chap: ChapSecret },
  report: Report,
): Promise<Identity> {
  const { lun, target } = rehearsalOf(live);
  await removeRehearsal(session, live, report);
  const wanted = { snapshot, cloneName: lun.name, iqn: target.iqn };
  const { lun: clone } = await cloneSnapshot(session, live.lun.name, wanted, report);
  const { volume } = await requireLun(session, lun.name);
  return await ensureLun(
    session,
    {
      lun: { name: clone.name, volume, sizeBytes: clone.sizeBytes, description: "" },
      target: { ...target, maxSessions: 1, chap },
      mappingIndex: 1,
    },
    report,
    true,
  );
}

/**
 * Removes the clone of a rehearsal and its target, or what of them is there: a run that follows a killed one tidies up
 * after that one. Nothing else is ever removed: both are known by their names and by the IQN that only a rehearsal has.
 *
 * @returns whether there was anything
 * @throws Failure `refused` while an initiator stays logged in, and when something else has these names
 */
export async function removeRehearsal(
  session: Session,
  live: Reference,
  report: Report,
): Promise<boolean> {
  const names = rehearsalOf(live);
  const { lun, target } = await found(session, names);
  refuseForeign(names, lun, target);
  if (target !== undefined) {
    await loggedOut(session, target);
    if (target.enabled) await closeTarget(session, target, report);
    if (lun !== undefined && maps(target, lun)) await unmap(session, lun, target);
    await written(
      session,
      `target ${JSON.stringify(target.name)} to be gone`,
      () => removeTarget(session, target.id),
      async () =>
        (await listTargets(session)).some(({ id }) => id === target.id) ? undefined : true,
    );
  }
  if (lun !== undefined) {
    await settled(session, lun.name);
    await deleteLun(session, { ...live, target: names.target }, lun.name, report);
  }
  return lun !== undefined || target !== undefined;
}

async function found(
  session: Session,
  { lun, target }: Reference,
): Promise<{ readonly lun: Lun | undefined; readonly target: Target | undefined }> {
  const [luns, targets] = [await listLuns(session), await listTargets(session)];
  return {
    lun: luns.find(({ name }) => name === lun.name),
    target: targets.find(({ name, iqn }) => name === target.name || iqn === target.iqn),
  };
}

function refuseForeign(names: Reference, lun: Lun | undefined, target: Target | undefined): void {
  const lines: string[] = [];
  if (lun !== undefined && ownerOf(lun.description) !== names.target.iqn)
    lines.push(
      `LUN ${JSON.stringify(lun.name)}: expected ${JSON.stringify(ownerMark(names.target.iqn))} in its description, got ` +
        `${JSON.stringify(lun.description)}; it is no clone of a rehearsal, rename it`,
    );
  if (
    target !== undefined &&
    (target.name !== names.target.name || target.iqn !== names.target.iqn)
  )
    lines.push(
      `target ${JSON.stringify(target.name)}: expected name and IQN of a rehearsal, got ${JSON.stringify(target.iqn)}; rename it`,
    );
  for (const { lunUuid } of target?.mappings ?? [])
    if (lunUuid !== lun?.uuid)
      lines.push(
        `target ${JSON.stringify(names.target.name)}: expected no other LUN on it, got ${JSON.stringify(lunUuid)}; unmap it in SAN Manager`,
      );
  if (lines.length > 0)
    throw new Failure("refused", [...lines, "nothing of it was removed"].join("\n"));
}

/** The initiator that has looked at the clone logs out, but the NAS may notice a moment later. */
async function loggedOut(session: Session, { id }: Target): Promise<void> {
  const { effect, poll } = session.patience;
  let lines: readonly string[] = [];
  const free = async (): Promise<true | undefined> => {
    const now = (await listTargets(session)).filter((target) => target.id === id);
    lines = sessionLines(now);
    return lines.length === 0 ? true : undefined;
  };
  if ((await lookUntil(free, effect, poll)) === undefined)
    throw new Failure("refused", lines.join("\n"));
}

async function unmap(session: Session, lun: Lun, target: Target): Promise<void> {
  await written(
    session,
    `LUN ${JSON.stringify(lun.name)} not to be mapped to target ${JSON.stringify(target.name)}`,
    () => unmapLun(session, lun.uuid, target.id),
    async () => {
      const now = (await listTargets(session)).find(({ id }) => id === target.id);
      return now !== undefined && maps(now, lun) ? undefined : true;
    },
  );
}
