// Every verb that changes something, hit by every fault: at one of its calls here, at every call in the campaign (npm run
// campaign -- faults). The run ends well or with words for the operator, the next one converges, and no LUN, mapping or
// byte is lost. The NAS is the simulated one, its LUNs are real to an initiator; what a real DSM does in such a moment is
// not proven.
import assert from "node:assert/strict";

import { eventually, TestNas } from "../local/nas-simulator/support/nas";
import { countCalls } from "./support/count";
import { effects, type Effect } from "./support/effects";
import { stories, type Story } from "./support/stories";
import { printTable, type Row } from "./support/table";
import { chapPassword, runVerb, type Ending } from "./support/tool";

/** How long a slow LUN stays locked and an outage lasts, in milliseconds: longer than all retries of an impatient tool. */
const ms = 150;

const everything = process.env["FAULTS"] === "all";

/** The effects tried on a story: all, or every second, so that two neighbours try all of them. */
function tried(story: Story): readonly Effect[] {
  const parity = stories.indexOf(story) % 2;
  return everything ? effects : effects.filter((_, index) => index % 2 === parity);
}

/** The calls that an effect hits: all, or one, each effect another one, so that a run of all suites stays short. */
function chosen(effect: Effect, calls: number): number[] {
  const every = Array.from({ length: calls }, (_, call) => call);
  // A factor that shares no divisor with the usual numbers of calls, so that the effects spread over all of them.
  return everything ? every : [(effects.indexOf(effect) * 11) % calls];
}

describe("the NAS tool, hit by a fault at every call", () => {
  const nas = new TestNas();
  const rows: Row[] = [];
  let cell = 0;

  before(async () => {
    await nas.start();
    await nas.login();
  });
  after(async () => {
    await nas.stop();
    printTable(effects, rows);
  });

  for (const story of stories)
    describe(story.title, () => {
      let calls = 0;
      before(async () => {
        calls = await countCalls(nas, story, ++cell);
      });
      for (const effect of tried(story))
        it(`converges after ${effect}`, async () => {
          const hits = chosen(effect, calls);
          let well = 0;
          for (const skip of hits) if ((await hit(story, effect, skip)).exitCode === 0) well++;
          rows.push({ story: story.title, effect, calls, hits: hits.length, well });
        }).timeout(600_000);
    });

  /** One cell: a run that is hit, one that is not, and what must be true then. */
  async function hit(story: Story, effect: Effect, skip: number): Promise<Ending> {
    cell++;
    const [argv, request] = [story.argv(cell), story.request(nas, cell)];
    await story.prepare(nas, cell);
    await nas.administer("POST", "faults", { api: "*", method: "*", effect, skip, ms });
    const first = await runVerb(nas, argv, request);
    await back();
    if (effect === "reboot") await nas.login();
    const what = `${story.title}, ${effect} at call ${skip + 1}`;
    if (first.exitCode !== 0) assertClear(first, what);
    if (first.exitCode !== 0 || story.repeatable) {
      // A second restore within the second of the first one would wait for the next second.
      nas.ahead += 2000;
      const second = await runVerb(nas, argv, request);
      assert.equal(second.exitCode, 0, `${what}: the next run: ${second.stderr}`);
    }
    await story.holds(nas, cell);
    return first;
  }

  /** Lets calls go on that hang, and ends an outage's wait: the NAS is there again. */
  async function back(): Promise<void> {
    await eventually(
      () =>
        nas.administer("POST", "release").then(
          () => true,
          () => false,
        ),
      (answered) => answered,
    );
  }
});

/** A message that says where, what and what next, shows no stack and no secret. */
function assertClear({ stderr, stdout }: Ending, what: string): void {
  const lines = stderr.trim().split("\n");
  assert.match(lines.at(-1) ?? "", /\S+.*: expected .+, got .+/, `${what}: ${stderr}`);
  assert.doesNotMatch(stderr, /^\s+at /m, what);
  assert.ok(!`${stderr}${stdout}`.includes(chapPassword), what);
}
