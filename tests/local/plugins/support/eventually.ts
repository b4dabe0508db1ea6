import { setTimeout as pause } from "node:timers/promises";

/** Repeats an assertion until it holds; after the deadline its last failure is the failure. */
export async function eventually(
  what: string,
  assertion: () => unknown,
  deadlineMilliseconds = 8_000,
): Promise<void> {
  const deadline = Date.now() + deadlineMilliseconds;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`, { cause: error });
    }
    await pause(20);
  }
}
