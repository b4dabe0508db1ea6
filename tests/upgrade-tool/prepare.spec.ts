// Quieting down and the snapshot together: what a failure leaves behind.
import assert from "node:assert/strict";

import { Failure } from "../../nas/failure";
import { prepare } from "../../upgrade/prepare";
import type { UpgradeRequest } from "../../upgrade/request";
import type { SnapshotTarget } from "../../upgrade/targets/target";
import { environment, recorded } from "../upgrade/changes";
import { JenkinsStandIn } from "./jenkins-stand-in";

describe("prepare, with a Jenkins", () => {
  let jenkins: JenkinsStandIn;
  let lines: string[];
  beforeEach(async () => {
    jenkins = await JenkinsStandIn.start();
    lines = [];
  });
  afterEach(() => jenkins.stop());

  const run = (
    target: SnapshotTarget,
    quietDown: Partial<UpgradeRequest["quietDown"]> = {},
    found = environment(),
  ) =>
    prepare({
      environment: found,
      request: {
        snapshot: { target: "none", reason: "the test brings its own" },
        retention: { count: 3, days: 30 },
        jenkins: jenkins.address,
        quietDown: {
          ...{ enabled: true, wait: true, minutes: 1, message: "upgrade at noon" },
          ...{ whenBusy: "stop", whenUnreachable: "stop" },
          ...quietDown,
        },
      },
      target,
      report: (line) => {
        lines.push(line);
      },
      ...{ now: new Date(), ended: new AbortController().signal },
    });
  const taken = () => Promise.resolve({ name: "upgrade-x" });

  it("takes the snapshot of a quiet Jenkins, and leaves it quiet for the roll", async () => {
    let quietThen = false;
    await run({
      take: () => {
        quietThen = jenkins.quieting;
        return taken();
      },
    });
    assert.deepEqual([quietThen, jenkins.quieting], [true, true]);
  });

  it("lets Jenkins go on when the snapshot fails, and fails with the first cause", async () => {
    const take = () => Promise.reject(new Failure("failed", "NAS: full"));
    await assert.rejects(run({ take }), /^Failure: NAS: full$/);
    assert.equal(jenkins.quieting, false);
    assert.ok(lines.includes("Jenkins starts builds again"));
  });

  it("leaves a quiet that somebody else has asked for, with its words, whatever happens", async () => {
    [jenkins.quieting, jenkins.reason] = [true, "restored to snapshot good"];
    const take = () => Promise.reject(new Failure("failed", "NAS: full"));
    await assert.rejects(run({ take }), /^Failure: NAS: full$/);
    assert.deepEqual([jenkins.quieting, jenkins.reason], [true, "restored to snapshot good"]);
    assert.equal(jenkins.count("POST cancelQuietDown"), 0);
    assert.ok(lines.includes("Jenkins is quiet already, and stays so: restored to snapshot good"));
  });

  it("asks none that is stopped for maintenance where the storage cannot tell", async () => {
    await run({ take: taken }, {}, environment({ MAINTENANCE: "true" }));
    assert.deepEqual(jenkins.calls, []);
  });

  it("tells a second failure beside the first", async () => {
    const take = async () => {
      await jenkins.stop();
      throw new Failure("failed", "NAS: full");
    };
    await assert.rejects(run({ take }), /^Failure: NAS: full$/);
    assert.match(lines.join("\n"), /Jenkins may still be quiet: press Cancel Shutdown there/);
  });

  it("asks no Jenkins that does not run on the home, and none where the settings want no quiet", async () => {
    await run({ take: taken, inUse: () => Promise.resolve(false) });
    await run({ take: taken, inUse: () => Promise.resolve(true) }, { enabled: false });
    assert.deepEqual(jenkins.calls, []);
    await run({ take: taken, inUse: () => Promise.resolve(true) });
    assert.equal(jenkins.quieting, true);
  });

  it("asks the Jenkins of before when the home moves: nobody is on the new one yet (A-30)", async () => {
    const moved = environment({}, { ...recorded, lun: "another" });
    await run({ take: taken, inUse: () => Promise.resolve(false) }, {}, moved);
    assert.equal(jenkins.quieting, true);
  });
});
