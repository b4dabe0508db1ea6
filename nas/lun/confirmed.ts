import { listLuns, type Lun } from "../dsm/luns";
import { lookUntil } from "../dsm/patience";
import type { Session } from "../dsm/session";
import { Failure } from "../failure";

/**
 * Sends one write and believes only what can be read back. An unclear answer gives the effect some time to appear;
 * an error the NAS gave itself gets one look, because DSM has errors after which the object exists (18990068).
 *
 * @param what the effect, for the message when it cannot be read
 * @param look reads afresh; undefined while the effect is not there
 * @returns what `look` found
 */
export async function written<T>(
  session: Session,
  what: string,
  send: () => Promise<void>,
  look: () => Promise<T | undefined>,
): Promise<T> {
  let fault: Failure | undefined;
  try {
    await send();
  } catch (error) {
    if (!(error instanceof Failure) || error.kind === "login") throw error;
    fault = error;
  }
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

/** Whether DSM has finished working on the LUN. */
export function isSettled({ locked, status }: Lun): boolean {
  return !locked && status === "normal";
}

/**
 * Waits until DSM has finished working on the LUN: mapping, cloning or growing it earlier fails (18990570).
 *
 * @param milliseconds longest wait. Default: what a create or a growth takes
 * @throws Failure `failed` with the last state seen
 */
export async function settled(
  session: Session,
  name: string,
  milliseconds = session.patience.settle,
): Promise<Lun> {
  const { poll } = session.patience;
  let last = "no such LUN";
  const look = async (): Promise<Lun | undefined> => {
    const lun = (await listLuns(session)).find((candidate) => candidate.name === name);
    if (lun === undefined) return undefined;
    last = `status ${lun.status}, ${lun.locked ? "locked" : "not locked"}`;
    return isSettled(lun) ? lun : undefined;
  };
  const now = await lookUntil(look, milliseconds, poll);
  if (now !== undefined) return now;
  throw new Failure(
    "failed",
    `LUN ${JSON.stringify(name)}: expected status normal, not locked, within ${milliseconds / 1000} s, got ${last}; ` +
      "SAN Manager shows its state, run the command again",
  );
}

/** Longest wait for what grows with the LUN. */
export function copyTime({ patience }: Session): number {
  return patience.copy ?? patience.settle;
}
