import { warning, type Finding } from "../nas/doctor/finding";

// The NAS tool has a doctor as well, and both say what they found in the same words.
export { fault, fine, warning, type Finding, type State } from "../nas/doctor/finding";

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
