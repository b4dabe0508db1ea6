// The tool as a process that is killed while a call of its hangs, before or after the NAS performed it: the next run
// converges. One NAS, real to an initiator; it is the simulated one.
import assert from "node:assert/strict";
import { join } from "node:path";

import { execa } from "execa";

import { eventually, TestNas } from "../local/nas-simulator/support/nas";
import { countCalls } from "./support/count";
import { stories, type Story } from "./support/stories";
import { runVerb } from "./support/tool";

const root = join(__dirname, "../..");

/** Every call, or one in this many. */
const stride = process.env["FAULTS"] === "all" ? 1 : 12;

describe("the NAS tool, killed between two calls", () => {
  const nas = new TestNas();
  // Cells of another suite have other names.
  let cell = 3000;

  before(async () => {
    await nas.start();
    await nas.login();
  });
  after(() => nas.stop());

  for (const [row, story] of stories.entries())
    describe(story.title, () => {
      let calls = 0;
      before(async () => {
        calls = await countCalls(nas, story, ++cell);
      });
      for (const [index, effect] of ["hang", "hang-after-commit"].entries())
        it(`converges after it was killed during a call (${effect})`, async () => {
          // The shortest verb makes six calls; each row begins at another one.
          const first = (2 * row + 4 * index) % Math.min(stride, 6);
          assert.ok(first < calls);
          for (let skip = first; skip < calls; skip += stride) await killAt(story, effect, skip);
        }).timeout(600_000);
    });

  /** Kills the process at one call, and lets the next run finish. */
  async function killAt(story: Story, effect: string, skip: number): Promise<void> {
    cell++;
    const [argv, request] = [story.argv(cell), story.request(nas, cell)];
    await story.prepare(nas, cell);
    await nas.administer("POST", "faults", { api: "*", method: "*", effect, skip });
    const running = execa("node", ["nas/run.cjs", ...argv, "--json"], {
      cwd: root,
      input: JSON.stringify(request),
      reject: false,
    });
    let ended = false;
    const end = running.then(() => (ended = true));
    const hanging = await eventually(
      async () => ((await nas.administer("GET", "status")) as { hanging: number }).hanging,
      (count) => count > 0 || ended,
    );
    running.kill("SIGKILL");
    await end;
    await nas.administer("POST", "release");
    const what = `${story.title}, killed at call ${skip + 1}`;
    assert.equal(hanging, 1, `${what}: it had ended before`);
    // A restore within the second of the killed one would wait for the next second.
    nas.ahead += 2000;
    const { exitCode, stderr } = await runVerb(nas, argv, request);
    assert.equal(exitCode, 0, `${what}: ${stderr}`);
    await story.holds(nas, cell);
  }
});
