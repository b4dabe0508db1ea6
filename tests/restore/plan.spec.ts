// What a restore says before it begins, and how it leaves the controller.
import assert from "node:assert/strict";

import { endingOf, planOf, planText, type TakenUnder } from "../../restore/plan";
import { look, restore } from "../../restore/restore";
import { good } from "./good";
import { Killed, StandIn } from "./stand-in";

const run = (here: StandIn, wanted = good) => restore(wanted, here.world());

describe("planOf", () => {
  it("says every step before anything is done, and changes nothing", async () => {
    const here = new StandIn();
    here.sessions = [{ iqn: "iqn.2004-10.com.example:node1", address: "fd00::21" }];
    const steps = planOf(good, await look(good, here.world()));
    assert.equal(
      planText(steps),
      [
        "  1. stop the controller: StatefulSet jenkins to 0 replicas",
        "  2. wait until its pod is gone and no initiator is logged in; now: jenkins-0, fd00::21",
        "  3. keep the present of LUN jenkins in a locked snapshot before-restore-good",
        "  4. set LUN jenkins back to snapshot good of 2026-11-21T12:00:01.000Z",
        "  5. grow LUN jenkins again where it was smaller then",
        "  6. start the controller quietly: no build begins",
      ].join("\n"),
    );
    assert.deepEqual([here.changes, here.lines], [[], []]);
  });

  it("shows what an earlier run has done", async () => {
    const here = new StandIn();
    here.killAt = { change: 6, after: false };
    await assert.rejects(run(here), Killed);
    const steps = planOf(good, await look(good, here.world()));
    assert.deepEqual(
      steps.map(({ done }) => done),
      [true, true, true, true, false, false],
    );
    assert.match(planText(steps), /before-restore-good \(nothing to do\)\n/);
  });

  it("shows that a restore has ended which was cut off and used since", async () => {
    const here = new StandIn();
    here.killAt = { change: 6, after: false };
    await assert.rejects(run(here), Killed);
    here.restoredTime++;
    assert.equal(
      planText(planOf(good, await look(good, here.world()))),
      "  1. count the restore of 2026-11-21T12:00:02.000Z as ended: the NAS has set the LUN back again since",
    );
  });

  it("needs no controller for another LUN", () => {
    const nobody = { replicas: undefined, pods: [], sessions: [], progress: undefined };
    assert.deepEqual(
      planOf({ ...good, isHome: false }, nobody).map(({ text }) => text.split(" ")[0]),
      ["wait", "keep", "set", "grow"],
    );
  });
});

describe("endingOf", () => {
  const running = { replicas: 1, progress: undefined };

  it("leaves Jenkins stopped when the settings would upgrade the home again (A-02)", () => {
    const image = "docker.io/jenkins/jenkins:2.579.2-jdk21";
    const why = (takenUnder: TakenUnder) => {
      const ending = endingOf({ ...good, takenUnder }, running);
      return ending.starts || ending.why;
    };
    assert.equal(why({ image }), `the snapshot is of ${image}; what would start is not that`);
    assert.match(String(why({ plugins: "other" })), /^the snapshot is of other plugins; what/);
    assert.match(String(why({ plugins: "unknown" })), /^the snapshot is of plugins that nobody/);
  });

  it("leaves Jenkins stopped in maintenance", () => {
    assert.deepEqual(endingOf({ ...good, maintenance: true }, running), {
      starts: false,
      why: "jenkins.maintenance is true",
    });
  });

  it("knows from the record that a stopped controller was running", () => {
    const progress = {
      ...{ lun: "jenkins", snapshot: "uuid-of-good", name: "good" },
      ...{ starts: true, known: [], restoredTime: 0, open: ["jenkins"] },
    };
    assert.deepEqual(endingOf(good, { replicas: 0, progress }), { starts: true });
    assert.equal(endingOf(good, { replicas: 0, progress: undefined }).starts, false);
    const stopped = { ...progress, starts: false };
    assert.equal(endingOf(good, { replicas: 0, progress: stopped }).starts, false);
    assert.equal(endingOf(good, { replicas: 1, progress: stopped }).starts, true, "started since");
  });
});
