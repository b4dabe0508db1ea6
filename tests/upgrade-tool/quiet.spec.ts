// Quieting down, against a stand-in of Jenkins over HTTP: not the real one's judgement of what a restart would lose.
import assert from "node:assert/strict";

import { Failure } from "../../nas/failure";
import { JenkinsClient } from "../../upgrade/jenkins/client";
import { quiet, type QuietDown } from "../../upgrade/jenkins/quiet";
import { admin, JenkinsStandIn } from "./jenkins-stand-in";

const settings: QuietDown = {
  ...{ wait: true, minutes: 1, message: "upgrade at noon" },
  ...{ whenBusy: "stop", whenUnreachable: "stop" },
};

describe("quiet (A-31)", () => {
  let jenkins: JenkinsStandIn;
  let lines: string[];
  beforeEach(async () => {
    jenkins = await JenkinsStandIn.start();
    lines = [];
  });
  afterEach(() => jenkins.stop());

  const run = (
    changes: Partial<QuietDown> = {},
    { password = admin.password, ended = new AbortController().signal, slice = 20 } = {},
  ): Promise<boolean> =>
    quiet(
      new JenkinsClient({ ...jenkins.address, password }, 2000),
      { ...settings, ...changes },
      (line) => {
        lines.push(line);
      },
      { slice, ended },
    );

  it("tells users why, and waits until Jenkins says that a restart loses nothing", async () => {
    jenkins.busy = 2;
    let blocked = 0;
    jenkins.onBlock = () => {
      if (++blocked === 2) jenkins.busy = 0;
    };
    assert.equal(await run({}, { slice: 500 }), true);
    assert.deepEqual([jenkins.quieting, jenkins.reason], [true, "upgrade at noon"]);
    assert.ok(blocked >= 2);
    assert.ok(lines.includes("waiting for builds: 2 at work"));
  });

  it("does not wait where the settings say so", async () => {
    jenkins.busy = 1;
    assert.equal(await run({ wait: false }), true);
    assert.equal(jenkins.count("POST quietDown"), 1);
  });

  it("stops when builds run on, and lets Jenkins start builds again", async () => {
    jenkins.busy = 1;
    await assert.rejects(run({ minutes: 0.001 }), {
      kind: "refused",
      message:
        "upgrades.quietDown.minutes: expected no build after 0.001 minutes, got 1 executor at work; wait for them, abort them, or set upgrades.quietDown.whenBusy to continue",
    });
    assert.equal(jenkins.quieting, false);
  });

  it("loses them where the settings say so", async () => {
    jenkins.busy = 1;
    assert.equal(await run({ minutes: 0.001, whenBusy: "continue" }), true);
    assert.equal(jenkins.quieting, true);
    assert.match(lines.join("\n"), /^warning: after 0\.001 minutes 1 executor at work/m);
  });

  it("stops when somebody takes the quiet back meanwhile", async () => {
    jenkins.busy = 1;
    jenkins.onBlock = () => (jenkins.quieting = false);
    await assert.rejects(run(), /got one that somebody let start builds again/);
  });

  it("stops where no Jenkins answers, and names the setting for one that is down", async () => {
    jenkins.status = 503;
    await assert.rejects(run(), /got status 503; .*whenUnreachable to continue$/);
    assert.equal(await run({ whenUnreachable: "continue" }), false);
    await jenkins.stop();
    await assert.rejects(run(), /got ECONNREFUSED; .*whenUnreachable to continue$/);
  });

  it("takes a refused password for no Jenkins that is down, and shows none (E-13)", async () => {
    const refused = run({ whenUnreachable: "continue" }, { password: "wrong-password" });
    await assert.rejects(refused, (error: Error) => {
      assert.ok(error instanceof Failure && error.kind === "login");
      assert.match(error.message, /expected "admin" to be let in as an administrator/);
      return !/wrong-password|Basic/.test(error.message);
    });
  });

  it("ends at once when it is asked to, and lets Jenkins go on", async () => {
    jenkins.busy = 1;
    const ended = new AbortController();
    jenkins.onBlock = () => {
      ended.abort(new Failure("failed", "ended by SIGINT"));
    };
    await assert.rejects(run({}, { ended: ended.signal }), /ended by SIGINT/);
    assert.equal(jenkins.quieting, false);
  });
});
