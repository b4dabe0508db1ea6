import type { Session } from "../dsm/session";
import { disableTarget, enableTarget, getTarget, type Target } from "../dsm/targets";
import { Failure } from "../failure";
import { written } from "./confirmed";
import { refuseSessions } from "./sessions";
import type { Report } from "./survey";

/**
 * Lets no initiator in any more. One that slipped in since the caller looked goes on as if nothing had been.
 *
 * @throws Failure `refused` when initiators are logged in; the target is enabled again then
 */
export async function closeTarget(session: Session, target: Target, report: Report): Promise<void> {
  const { id, name } = target;
  const closed = await written(
    session,
    `target ${JSON.stringify(name)} to be disabled`,
    () => disableTarget(session, id),
    async () => {
      const now = await getTarget(session, id);
      return now.enabled ? undefined : now;
    },
  );
  report(`disabled target ${name}`);
  if (closed.sessions.length === 0) return;
  await openTarget(session, target, report);
  refuseSessions([closed]);
}

/** Lets initiators in again. */
export async function openTarget(
  session: Session,
  { id, name }: Pick<Target, "id" | "name">,
  report: Report,
): Promise<void> {
  const enable = (): Promise<true> =>
    written(
      session,
      `target ${JSON.stringify(name)} to be enabled`,
      () => enableTarget(session, id),
      async () => ((await getTarget(session, id)).enabled ? true : undefined),
    );
  try {
    await enable();
  } catch (error) {
    if (!(error instanceof Failure) || error.kind === "login") throw error;
    // Enabled twice is enabled once, and a target left disabled keeps every pod out.
    await enable();
  }
  report(`enabled target ${name} again`);
}
