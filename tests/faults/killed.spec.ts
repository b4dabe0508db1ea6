// The tool as a process that is killed while a call of its hangs, before or after the NAS performed it: the next run
// converges. One NAS, real to an initiator; it is the simulated one.
import assert from "node:assert/strict";
import { join } from "node:path";

import { execa } from "execa";

import { eventually, TestNas } from "../local/nas-simulator/support/nas";
import { stories, type Story } from "./support/stories";
import { runVerb } from "./support/tool";

const root = join(__dirname, "../..");

/** Every call, or one in this many. */
const stride = process.env["FAULTS"] === "all" ? 1 : 5;

describe("the NAS tool, killed between two calls", () => {
  const nas = new TestNas();
  // Cells of another suite have other names.
  let cell = 3000;

  before(async () => {
    await nas.start();
    await nas.login();
  });
  after(() => nas.stop());

  for (const story of stories)
    for (const [index, effect] of ["hang", "hang-after-commit"].entries())
      it(`converges after ${story.title} was killed during a call (${effect})`, async () => {
        let killed = 0;
        for (let skip = index; ; skip += stride) {
          if (!(await killAt(story, effect, skip))) break;
          killed++;
        }
        assert.ok(killed > 0);
      }).timeout(120_000);

  /** Kills the process at one call, and lets the next run finish; false when there is no such call. */
  async function killAt(story: Story, effect: string, skip: number): Promise<boolean> {
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
    if (hanging > 0 || story.repeatable) {
      const { exitCode, stderr } = await runVerb(nas, argv, request);
      assert.equal(exitCode, 0, `${story.title}, killed at call ${skip + 1}: ${stderr}`);
    }
    await story.holds(nas, cell);
    return hanging > 0;
  }
});
