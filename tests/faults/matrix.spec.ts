// Every call of every verb that changes something, hit by every fault (npm run campaign -- faults; one cell in six here): the run ends well or with words for the operator,
// the next one converges, and no LUN, mapping or byte is lost. The NAS is the simulated one, its LUNs are real to an
// initiator; what a real DSM does in such a moment is not proven.
import assert from "node:assert/strict";

import { TestNas } from "../local/nas-simulator/support/nas";
import { stories, type Story } from "./support/stories";
import { chapPassword, runVerb, type Ending } from "./support/tool";

/** Faults of one call, and what the operator's message may not be without. */
const effects = [
  "code",
  "http500",
  "html",
  "empty",
  "truncate",
  "hang",
  "hang-after-commit",
  "drop-before",
  "drop-after-commit",
  "refused-but-performed",
  "success-but-noop",
] as const;

/** Every cell, or one in this many, each effect starting at another call, so that a run of all suites stays short. */
const stride = process.env["FAULTS"] === "all" ? 1 : 6;

function chosen(effect: (typeof effects)[number], call: number): boolean {
  return (call + effects.indexOf(effect)) % stride === 0;
}

/** What became of the cells of one row. */
interface Row {
  readonly story: string;
  readonly effect: string;
  /** Calls of the verb when nothing is wrong. */
  readonly calls: number;
  /** Calls that were hit. */
  readonly hits: number;
  /** Runs that succeeded although they were hit. */
  readonly well: number;
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
    printTable(rows);
  });

  for (const story of stories)
    describe(story.title, () => {
      for (const effect of effects)
        it(`converges after ${effect}`, async () => {
          const calls = await countCalls(story);
          let [hits, well] = [0, 0];
          for (let skip = 0; skip < calls; skip++) {
            if (!chosen(effect, skip)) continue;
            hits++;
            const first = await hit(story, effect, skip);
            if (first.exitCode === 0) well++;
          }
          rows.push({ story: story.title, effect, calls, hits, well });
        }).timeout(120_000);
    });

  /** How many calls the verb makes when nothing is wrong. */
  async function countCalls(story: Story): Promise<number> {
    cell++;
    await story.prepare(nas, cell);
    const before = await callCount();
    const { exitCode, stderr } = await runVerb(nas, story.argv(cell), story.request(nas, cell));
    assert.equal(exitCode, 0, stderr);
    const made = (await callCount()) - before;
    assert.ok(made > 3, String(made));
    await story.holds(nas, cell);
    return made;
  }

  /** One cell: a run that is hit, one that is not, and what must be true then. */
  async function hit(story: Story, effect: string, skip: number): Promise<Ending> {
    cell++;
    const [argv, request] = [story.argv(cell), story.request(nas, cell)];
    await story.prepare(nas, cell);
    await nas.administer("POST", "faults", { api: "*", method: "*", effect, skip });
    const first = await runVerb(nas, argv, request);
    await nas.administer("POST", "release");
    const what = `${story.title}, ${effect} at call ${skip + 1}`;
    if (first.exitCode !== 0) assertClear(first, what);
    if (first.exitCode !== 0 || story.repeatable) {
      const second = await runVerb(nas, argv, request);
      assert.equal(second.exitCode, 0, `${what}: the next run: ${second.stderr}`);
    }
    await story.holds(nas, cell);
    return first;
  }

  async function callCount(): Promise<number> {
    return ((await nas.administer("GET", "status")) as { calls: number }).calls;
  }
});

/** A message that says where, what and what next, shows no stack and no secret. */
function assertClear({ stderr, stdout }: Ending, what: string): void {
  const lines = stderr.trim().split("\n");
  assert.match(lines.at(-1) ?? "", /\S+.*: expected .+, got .+/, `${what}: ${stderr}`);
  assert.doesNotMatch(stderr, /^\s+at /m, what);
  assert.ok(!`${stderr}${stdout}`.includes(chapPassword), what);
}

function printTable(rows: readonly Row[]): void {
  const titles = [...new Set(rows.map(({ story }) => story))];
  const width = Math.max(...effects.map(({ length }) => length));
  process.stdout.write(
    "\n  runs that ended well although they were hit / calls hit of calls made\n",
  );
  process.stdout.write(`  ${"".padEnd(width)}  ${titles.join("  ")}\n`);
  for (const effect of effects) {
    const cells = titles.map((title) => {
      const row = rows.find((one) => one.story === title && one.effect === effect);
      return (row === undefined ? "-" : `${row.well}/${row.hits} of ${row.calls}`).padStart(
        title.length,
      );
    });
    process.stdout.write(`  ${effect.padEnd(width)}  ${cells.join("  ")}\n`);
  }
  const hit = rows.reduce((sum, { hits }) => sum + hits, 0);
  process.stdout.write(`  ${hit} cells, each converged with the next run\n`);
}
