import { Failure } from "../failure";

/** `warning` = works now, look at it; `error` = a deployment or a node would fail on it. */
export type State = "ok" | "warning" | "error";

/** One line of the doctor: what was looked at, what was found, and what to do about it. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly check: string;
  readonly state: State;
  readonly found: string;
  /** What to do; absent when nothing needs doing. */
  readonly fix?: string;
}

/** Nothing to do. */
export function fine(check: string, found: string): Finding {
  return { check, state: "ok", found };
}

/** Works now, but look at it. */
export function warning(check: string, found: string, fix: string): Finding {
  return { check, state: "warning", found, fix };
}

/** A deployment or a node would fail on it. */
export function fault(check: string, found: string, fix: string): Finding {
  return { check, state: "error", found, fix };
}

/**
 * Looks at one thing; what the NAS refuses or fails at becomes the finding, so that the other checks still run.
 *
 * @throws Failure `login` and anything that is no {@link Failure}: no check after it could answer
 */
export async function checked(
  check: string,
  look: () => Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    const found = await look();
    return "check" in found ? [found] : found;
  } catch (error) {
    if (!(error instanceof Failure) || error.kind === "login") throw error;
    return [ofFailure(check, error)];
  }
}

/** The finding for a failure: its message says what was expected, what was found and what to do. */
export function ofFailure(check: string, { message }: Failure): Finding {
  const line = message.replaceAll("\n", "; ");
  const at = line.indexOf("; ");
  return at < 0
    ? { check, state: "error", found: line }
    : fault(check, line.slice(0, at), line.slice(at + 2));
}
