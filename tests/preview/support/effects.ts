import { effectsOf } from "../../../preview/effects";
import type { Surroundings } from "../../../preview/effects/effect";
import type { Step } from "../../../preview/step";

/** Effects of a step as `verdict: text`, the gravest first. */
export function told(step: Step, surroundings: Partial<Surroundings> = {}): string[] {
  const steps = surroundings.steps ?? [step];
  return effectsOf(step, { ...surroundings, steps }).map(
    ({ verdict, text }) => `${verdict}: ${text}`,
  );
}
