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

/** Checks that could not be made, because what they need was not found. */
export function notLookedAt(checks: readonly string[], missing: string): Finding[] {
  return checks.map((check) =>
    warning(
      check,
      `not looked at, because it needs ${missing}`,
      `mend ${missing}, then run doctor again`,
    ),
  );
}
