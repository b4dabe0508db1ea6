import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A folder of its own for each test of the surrounding `describe`, removed after it. */
export function scratchFolder(): () => string {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "jenkins-stack-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}

/** Asks until the answer is there; fails after `withinMs`. */
export async function eventually<Answer>(
  question: () => Answer | undefined | Promise<Answer | undefined>,
  withinMs = 8_000,
): Promise<Answer> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await question();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`no answer within ${withinMs} ms`);
    await delay(20);
  }
}
