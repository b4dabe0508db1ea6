/** Why a text is not what it should be, in parts, so that every caller reports it in the same form. */
export interface Problem {
  /** What was expected, as it follows the word "expected": lower case, no final period. */
  readonly expected: string;
  /** What to do about it, or why it is refused; no default. */
  readonly fix?: string;
  /** What was found, in words, where the text may hold a credential and must not be repeated. */
  readonly found?: string;
}

/** Outcome of reading a text: the value, or the problem. Parsers never throw. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** A text that was understood. */
export function accepted<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** A text that was not. */
export function refused(expected: string, fix?: string): Parsed<never> {
  return { ok: false, problem: fix === undefined ? { expected } : { expected, fix } };
}

/**
 * The problem in one line: `expected <what>, got <value>[; <fix>]`.
 *
 * An object or a list is named, not printed: it may hold what nobody should read in a log.
 *
 * @param value what stands in the settings or arguments; absent means that nothing does
 */
export function problemText(problem: Problem, value?: unknown): string {
  const fix = problem.fix === undefined ? "" : `; ${problem.fix}`;
  return `expected ${problem.expected}, got ${problem.found ?? quoted(value)}${fix}`;
}

function quoted(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return JSON.stringify(value);
}
