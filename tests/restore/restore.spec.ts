// The order of a restore and what a killed one leaves to the next. That the bytes come back, and that pods and
// sessions really end, is proved by the engine test.
import assert from "node:assert/strict";

import { endingOf, planOf, planText, type Wanted } from "../../restore/plan";
import { abandon, look, restore } from "../../restore/restore";
import { RestoreRefused } from "../../restore/failure";
import { Killed, StandIn } from "./stand-in";

const good: Wanted = {
  stack: "prod",
  lun: "jenkins",
  snapshot: {
    name: "good",
    uuid: "uuid-of-good",
    description: "good",
    createdAt: "2026-11-21T12:00:01.000Z",
  },
  isHome: true,
  maintenance: false,
};
const run = (here: StandIn, wanted = good) => restore(wanted, here.world());
const refusal = (pattern: RegExp) => (error: unknown) =>
  error instanceof RestoreRefused && pattern.test(error.message);

describe("restore", () => {
  it("stops, keeps the present, reverts and starts quietly, in this order (A-26)", async () => {
    const here = new StandIn();
    const restored = await run(here);
    assert.deepEqual(here.changes, [
      "record restore",
      "scale 0",
      "keep",
      "revert",
      "record restore",
      "quiet",
      "scale 1",
      "record restore restored restoredLun restoredAt",
    ]);
    assert.deepEqual(restored, {
      restoredAt: "2026-11-21T12:00:02.000Z",
      before: "before-restore-good",
      alsoKept: [],
      started: true,
    });
    assert.equal(here.content, "last week");
    assert.equal(here.held("before-restore-good"), "today");
    assert.equal(here.quiet, "restored to snapshot good");
    assert.deepEqual(here.record, {
      restored: "good",
      restoredLun: "jenkins",
      restoredAt: "2026-11-21T12:00:02.000Z",
    });
  });

  for (const after of [false, true])
    for (let change = 1; change <= 8; change++)
      it(`goes on where a run ended that was killed ${after ? "after" : "before"} change ${change}`, async () => {
        const here = new StandIn();
        here.killAt = { change, after };
        await assert.rejects(run(here), Killed);
        here.killAt = undefined;
        const restored = await run(here);
        assert.equal(here.content, "last week");
        assert.equal(here.replicas, 1, "it ran before, and runs again");
        assert.ok(here.quiet !== undefined);
        assert.equal("restore" in here.record, false);
        // After the last change nothing is under way: the second run is a restore of its own.
        const again = change === 8 && after;
        assert.equal(here.held(restored.before), again ? "last week" : "today", "the way back");
        assert.equal(here.held("before-restore-good"), "today");
      });

  it("names the snapshots that a repeated run took as well", async () => {
    const here = new StandIn();
    here.killAt = { change: 4, after: true };
    await assert.rejects(run(here), Killed);
    here.killAt = undefined;
    const { before, alsoKept } = await run(here);
    assert.deepEqual([before, alsoKept], ["before-restore-good", ["before-restore-good.2"]]);
    const { before: later } = await run(here);
    assert.equal(later, "before-restore-good.3", "not that of the restore before it");
  });

  it("does nothing to the LUN while a pod or a session stays", async () => {
    const here = new StandIn();
    here.stopping = 100;
    await assert.rejects(
      run(here),
      refusal(/nobody to use it any more, got jenkins-0; .*failover/),
    );
    here.stopping = 0;
    here.sessions = [{ iqn: "iqn.2004-10.com.example:node1", address: "fd00::21" }];
    await assert.rejects(
      run(here),
      refusal(/got iqn.2004-10.com.example:node1 from fd00::21; .* run the same command again$/),
    );
    assert.equal(here.changes.includes("keep"), false);
    here.sessions = [];
    assert.equal((await run(here)).started, true);
  });

  it("refuses another snapshot while a restore is under way, and says how to end that", async () => {
    const here = new StandIn();
    here.killAt = { change: 3, after: false };
    await assert.rejects(run(here), Killed);
    here.killAt = undefined;
    const snapshot = { ...good.snapshot, name: "other", uuid: "another" };
    await assert.rejects(
      run(here, { ...good, snapshot }),
      refusal(
        /^--snapshot: expected "good" of LUN "jenkins", whose restore was begun, got "other"; finish it: npm run restore -- --stack prod --snapshot good, or give it up: .* --abandon$/,
      ),
    );
  });

  it("leaves a controller stopped that was stopped before", async () => {
    const here = new StandIn();
    here.replicas = 0;
    here.stopping = 0;
    assert.equal((await run(here)).started, false);
    assert.deepEqual([here.replicas, here.quiet], [0, "restored to snapshot good"]);
  });

  it("leaves the controller alone for a LUN that is not its home", async () => {
    const here = new StandIn();
    assert.equal((await run(here, { ...good, isHome: false })).started, false);
    assert.deepEqual(
      here.changes.filter((change) => /scale|quiet/.test(change)),
      [],
    );
    assert.equal(here.content, "last week");
  });
});

describe("abandon", () => {
  it("starts what ran, and only before the LUN was set back", async () => {
    const here = new StandIn();
    here.killAt = { change: 3, after: false };
    await assert.rejects(run(here), Killed);
    here.killAt = undefined;
    assert.equal((await abandon("prod", here.world()))?.name, "good");
    assert.deepEqual([here.replicas, here.record, here.content], [1, {}, "today"]);
    assert.equal(await abandon("prod", here.world()), undefined);

    here.stopping = 0;
    here.killAt = { change: 6, after: false };
    await assert.rejects(run(here), Killed);
    here.killAt = undefined;
    await assert.rejects(
      abandon("prod", here.world()),
      refusal(/^--abandon: expected a restore that has not set the LUN back yet, got one that has/),
    );
  });
});

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
        "  5. start the controller quietly: no build begins",
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
      [true, true, true, true, false],
    );
    assert.match(planText(steps), /before-restore-good \(nothing to do\)\n/);
  });

  it("needs no controller for another LUN", () => {
    const nobody = { replicas: undefined, pods: [], sessions: [], progress: undefined };
    assert.deepEqual(
      planOf({ ...good, isHome: false }, nobody).map(({ text }) => text.split(" ")[0]),
      ["wait", "keep", "set"],
    );
  });
});

describe("endingOf", () => {
  const running = { replicas: 1, progress: undefined };

  it("leaves Jenkins stopped when the settings would upgrade the home again (A-02)", () => {
    const otherImage = "docker.io/jenkins/jenkins:2.579.2-jdk21";
    assert.deepEqual(endingOf({ ...good, otherImage }, running), {
      starts: false,
      why: `the snapshot is of ${otherImage}, and jenkins.image would upgrade it again`,
    });
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
      ...{ starts: true, known: [] },
    };
    assert.deepEqual(endingOf(good, { replicas: 0, progress }), { starts: true });
    assert.equal(endingOf(good, { replicas: 0, progress: undefined }).starts, false);
    const stopped = { ...progress, starts: false };
    assert.equal(endingOf(good, { replicas: 0, progress: stopped }).starts, false);
    assert.equal(endingOf(good, { replicas: 1, progress: stopped }).starts, true, "started since");
  });
});
