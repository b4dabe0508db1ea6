import type { KubernetesObject } from "../objects";

/** What a rule says about an object at one moment. */
export interface Readiness {
  readonly ready: boolean;
  /** Progress line for the terminal while it is not ready. */
  readonly progress?: string;
  /** Good enough to succeed with when the time is over. */
  readonly readyAtTimeout?: boolean;
  /** Waiting longer cannot help: the reason. */
  readonly failed?: string;
  /** What stands in the way, listed when the time is over. */
  readonly hints?: readonly string[];
}

/** Decides about an object from the object alone. */
export type Rule = (live: KubernetesObject) => Readiness;

export const isReady: Readiness = { ready: true };
