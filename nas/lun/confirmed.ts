import { lookUntil } from "../dsm/patience";
import type { Session } from "../dsm/session";
import { Failure } from "../failure";
import { survey, type Survey, type Wanted } from "./survey";

/**
 * Sends one write and believes only what can be read back. An unclear answer gives the effect some time to appear;
 * an error the NAS gave itself gets one look, because DSM has errors after which the object exists (18990068).
 */
export async function written(
  session: Session,
  wanted: Wanted,
  what: string,
  send: () => Promise<void>,
  took: (now: Survey) => boolean,
): Promise<Survey> {
  let fault: Failure | undefined;
  try {
    await send();
  } catch (error) {
    if (!(error instanceof Failure) || error.kind === "login") throw error;
    fault = error;
  }
  const look = async (): Promise<Survey | undefined> => {
    const now = await survey(session, wanted);
    return took(now) ? now : undefined;
  };
  const answered = fault?.details.dsmCode !== undefined;
  const { effect, poll } = session.patience;
  const now = await lookUntil(look, answered ? 0 : effect, poll);
  if (now !== undefined) return now;
  throw (
    fault ??
    new Failure(
      "failed",
      `NAS: expected ${what} after it reported success, got no such thing; run the command again`,
    )
  );
}

/**
 * Waits until DSM has finished working on the LUN: mapping it earlier fails (18990570).
 *
 * @throws Failure `failed` with the last state seen
 */
export async function settled(session: Session, wanted: Wanted): Promise<Survey> {
  const { settle, poll } = session.patience;
  let last = "no such LUN";
  const look = async (): Promise<Survey | undefined> => {
    const now = await survey(session, wanted);
    if (now.lun === undefined) return undefined;
    last = `status ${now.lun.status}, ${now.lun.locked ? "locked" : "not locked"}`;
    return now.lun.locked || now.lun.status !== "normal" ? undefined : now;
  };
  const now = await lookUntil(look, settle, poll);
  if (now !== undefined) return now;
  throw new Failure(
    "failed",
    `LUN ${JSON.stringify(wanted.lun.name)}: expected status normal, not locked, within ${settle / 1000} s, got ${last}; ` +
      "SAN Manager shows its state, run the command again",
  );
}
