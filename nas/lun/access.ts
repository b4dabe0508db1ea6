import type { Session } from "../dsm/session";
import {
  createTarget,
  getTarget,
  listTargets,
  setTargetAccess,
  showsAccess,
  type Target,
} from "../dsm/targets";
import { Failure } from "../failure";
import { written } from "./confirmed";
import type { Report, Wanted } from "./survey";

/**
 * Makes the target, or sets the access of the existing one. Its CHAP passwords cannot be read, so they are set in every
 * run: that is also how a changed password gets there.
 *
 * @param existing the target as the run found it
 * @returns the target, and whether anything about it that can be read has changed
 */
export async function offer(
  session: Session,
  wanted: Wanted,
  existing: Target | undefined,
  report: Report,
): Promise<{ readonly target: Target; readonly changed: boolean }> {
  const { name, iqn, chap } = wanted.target;
  const what = `target ${JSON.stringify(name)} with ${chap.mutual === undefined ? "CHAP" : "mutual CHAP"}`;
  const shown = (target: Target | undefined): Target | undefined =>
    target !== undefined && showsAccess(target, wanted.target) ? target : undefined;
  if (existing === undefined) {
    const made = await written(
      session,
      what,
      () => createTarget(session, wanted.target),
      async () =>
        shown((await listTargets(session)).find((one) => one.name === name && one.iqn === iqn)),
    );
    report(`created target ${name} (${iqn})`);
    return { target: made, changed: true };
  }
  const { id } = existing;
  await resend(session, existing, () => setTargetAccess(session, id, wanted.target));
  // Where only passwords were sent, a look would show what it showed before, done or not: it is left out.
  if (shown(existing) !== undefined) return { target: existing, changed: false };
  const set = await written(
    session,
    what,
    () => Promise.resolve(),
    async () => shown(await getTarget(session, id)),
  );
  report(`set who may log in to target ${name}`);
  return { target: set, changed: true };
}

/**
 * Reading back cannot show whether a password arrived. The same values set twice are the same, so this one write is sent
 * again when its answer is lost and the target is still there.
 */
async function resend(
  session: Session,
  { id, iqn }: Target,
  set: () => Promise<void>,
): Promise<void> {
  try {
    await set();
  } catch (error) {
    if (!(error instanceof Failure) || error.details.delivery === undefined) throw error;
    if ((await getTarget(session, id)).iqn !== iqn) throw error;
    await set();
  }
}
