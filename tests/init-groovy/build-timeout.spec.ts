// The script in the Groovy that Jenkins embeds (2.4.21), with stand-ins for the classes of Jenkins it uses. What is not
// shown: that these classes of Jenkins are as the stand-ins, and that a build ends when Jenkins interrupts it.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  buildTimeout,
  buildTimeoutFile,
} from "../../components/jenkins/configuration/build-timeout";
import { groovy, type Ran } from "./support/groovy";

type Interruptions = Readonly<Record<string, readonly string[]>>;

/** What rounds.groovy prints. */
interface Rounds {
  /** Minutes before the first round and between two, for each thing that is scheduled. */
  readonly minutes: readonly (readonly number[])[];
  readonly first: Interruptions;
  /** After another round. */
  readonly second: Interruptions;
}

const aborted = "ABORTED: Aborted by the limit configuration.buildTimeoutMinutes (60)";

describe("buildTimeout", () => {
  const folder = mkdtempSync(join(tmpdir(), "jenkins-stack-build-timeout-"));
  let ran: Ran;
  let rounds: Rounds;

  before(async () => {
    const script = join(folder, buildTimeoutFile);
    writeFileSync(script, buildTimeout(60)[buildTimeoutFile] ?? "");
    ran = await groovy(folder, "rounds.groovy", [script]);
    rounds = JSON.parse(ran.output) as Rounds;
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("aborts a build that runs longer than the limit, and names the setting (D-17)", () => {
    assert.deepEqual(rounds.first["long"], [aborted]);
    assert.match(ran.log, /build of 61 is aborted by the limit configuration\.buildTimeoutMinutes/);
  });

  it("aborts a pipeline, which runs on an executor of its own kind", () => {
    assert.deepEqual(rounds.first["pipeline"], [aborted]);
  });

  it("leaves alone what is within the limit, and executors without a build", () => {
    for (const name of ["short", "shortPipeline", "idle", "stepOfPipeline"])
      assert.deepEqual(rounds.first[name], [], name);
  });

  it("goes on after an executor that cannot be asked, and says so", () => {
    assert.deepEqual(rounds.first["broken"], []);
    assert.match(ran.log, /an executor could not be checked[^]*an executor that went away/);
    // Once in each round, and of no other one.
    assert.equal(ran.log.match(/an executor could not be checked/g)?.length, 2);
  });

  it("looks again every five minutes, also after a round that failed as a whole", () => {
    assert.deepEqual(rounds.minutes, [[5, 5]]);
    assert.match(ran.log, /the builds could not be checked[^]*Jenkins is not up/);
  });

  it("finds in a later round what exceeds the limit by then, and repeats itself to what did not end", () => {
    assert.deepEqual(rounds.second["short"], [aborted]);
    assert.deepEqual(rounds.second["long"], [aborted, aborted]);
  });

  it("reads no history", () => {
    assert.doesNotMatch(ran.log, /history is read/);
  });

  it("is no script where there is no limit", () => {
    assert.deepEqual(buildTimeout(0), {});
  });
});
