import { setTimeout as sleep } from "node:timers/promises";

/** How long the client waits for a NAS; all in milliseconds. Tests pass smaller values. */
export interface Patience {
  /** Longest wait for the connection and, separately, for the answer to one call. */
  readonly answer: number;
  /** Pauses before the second, third, … attempt of a call that is safe to send again. */
  readonly retries: readonly number[];
  /** How long a write without a clear answer may take until its effect can be read. */
  readonly effect: number;
  /** How long a LUN may stay locked after a create or a growth. */
  readonly settle: number;
  /** How long cloning, restoring and deleting may take: they grow with the LUN. Default: {@link settle}. */
  readonly copy?: number;
  /** Pause between two looks at the NAS. */
  readonly poll: number;
}

/**
 * For a real NAS: DSM locks a new thin LUN for about 1.2 s, more under load; 90 s leaves room for a slow array. A clone was
 * measured at 3.5 s for each 512 MiB.
 */
export const defaultPatience: Patience = {
  answer: 30_000,
  retries: [200, 600, 1800],
  effect: 5_000,
  settle: 90_000,
  copy: 3_600_000,
  poll: 250,
};

/**
 * Calls `look` until it returns something else than undefined, at least once.
 *
 * @returns what `look` found, or undefined when `milliseconds` have passed
 */
export async function lookUntil<T>(
  look: () => Promise<T | undefined>,
  milliseconds: number,
  poll: number,
): Promise<T | undefined> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() >= deadline) return found;
    await sleep(poll);
  }
}
