import { stepBetween, type Step } from "../../../../preview/step";
import type { Verdict } from "../../../../preview/verdict";
import { stateOf, type Given } from "../steps";

/** The least that some changes have to be called. */
export const least = {
  builds: "interrupts builds",
  data: "touches data: review needed",
  refused: "refused",
} as const;

/** What is done, what is the least to call it, and what else is in the preview. */
export type Danger = readonly [what: string, step: Step, atLeast: Verdict, ...beside: Step[]];

/** Inputs of a resource. */
export type Inputs = Readonly<Record<string, unknown>>;

/** A resource that stays as it is. */
export function standing(given: Given, inputs: Inputs): Step {
  return stepBetween(stateOf(given, inputs), stateOf(given, inputs));
}
