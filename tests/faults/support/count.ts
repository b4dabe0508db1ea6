import assert from "node:assert/strict";

import type { TestNas } from "../../local/nas-simulator/support/nas";
import type { Story } from "./stories";
import { runVerb } from "./tool";

/** How many calls the verb of a story makes when nothing is wrong. */
export async function countCalls(nas: TestNas, story: Story, cell: number): Promise<number> {
  await story.prepare(nas, cell);
  let ending = { exitCode: -1, stderr: "" };
  const calls = await nas.callsDuring(async () => {
    ending = await runVerb(nas, story.argv(cell), story.request(nas, cell));
  });
  assert.equal(ending.exitCode, 0, ending.stderr);
  assert.ok(calls.length > 3, calls.join(", "));
  await story.holds(nas, cell);
  return calls.length;
}
