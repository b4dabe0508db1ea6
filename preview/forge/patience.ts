import { Unavailable } from "./failure";

/** Waits that long; a test's own does not. */
export type Wait = (seconds: number) => Promise<void>;

/** Seconds before the second, third, … attempt where the forge does not say. */
const pauses = [1, 3, 9] as const;
/** A forge that wants to be left alone for longer is not waited for. */
const longestPause = 60;

/**
 * Tries again what may pass.
 *
 * @throws what the last attempt threw, or any attempt that another one would not help
 */
export async function patiently<T>(wait: Wait, attempt: () => Promise<T>): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      const pause = pauses[failures];
      if (!(error instanceof Unavailable) || pause === undefined) throw error;
      const seconds = error.waitSeconds ?? pause;
      if (seconds > longestPause) throw error;
      await wait(seconds);
    }
  }
}
