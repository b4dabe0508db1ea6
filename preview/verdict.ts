/** What a change does to a running Jenkins and its data, from the least to the most. */
export const verdicts = [
  "safe",
  "restarts Jenkins",
  "interrupts builds",
  "touches data: review needed",
  "refused",
] as const;

export type Verdict = (typeof verdicts)[number];

/** Words for the verdicts on a command line, in the same order. */
export const levels = ["safe", "restarts", "builds", "data", "refused"] as const;

export type Level = (typeof levels)[number];

/** The gravest of some verdicts; of none, `safe`. */
export function gravest(some: readonly Verdict[]): Verdict {
  return verdicts[Math.max(0, ...some.map((verdict) => verdicts.indexOf(verdict)))] ?? "safe";
}

/** Whether a verdict is graver than a level allows. */
export function exceeds(verdict: Verdict, level: Level): boolean {
  return verdicts.indexOf(verdict) > levels.indexOf(level);
}

/** The word for a verdict on a command line. */
export function levelOf(verdict: Verdict): Level {
  return levels[verdicts.indexOf(verdict)] ?? "refused";
}
