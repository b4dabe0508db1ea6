// The order of a restore and what a killed one leaves to the next. That the bytes come back, and that pods and
// sessions really end, is proved by the engine test.
import assert from "node:assert/strict";

import { RestoreRefused } from "../../restore/failure";
import { restore } from "../../restore/restore";
import { good } from "./good";
import { Killed, StandIn } from "./stand-in";

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
      "grow",
      "quiet",
      "scale 1",
      "record restore restored restoredLun restoredAt",
    ]);
    assert.deepEqual(restored, {
      restoredAt: "2026-11-21T12:00:02.000Z",
      before: "before-restore-good",
      alsoKept: [],
      started: true,
      grown: false,
    });
    assert.equal(here.content, "last week");
    assert.equal(here.held("before-restore-good"), "today");
    assert.equal(here.quiet, "restored to snapshot good");
    assert.deepEqual(here.record, {
      restored: "good",
      restoredLun: "jenkins",
      restoredAt: "2026-11-21T12:00:02.000Z",
    });
    assert.deepEqual(here.open, ["jenkins"]);
    assert.deepEqual(here.spared, ["before-restore-good", "good"], "what old ones are deleted for");
  });

  for (const after of [false, true])
    for (const change of [1, 2, 3, 4, 5, 6, after ? 8 : 7])
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

  /** A run that has set the LUN back, written that down, and was killed before it started the controller. */
  async function cutOffAfterRevert(): Promise<StandIn> {
    const here = new StandIn();
    here.killAt = { change: 6, after: false };
    await assert.rejects(run(here), Killed);
    here.killAt = undefined;
    here.changes.length = 0;
    return here;
  }
  const usedSince: readonly (readonly [string, (here: StandIn) => void, RegExp])[] = [
    [
      "a pod that is there now",
      (here) => (here.stopping = 1),
      /: jenkins-0 uses the LUN since; it counts as ended now/,
    ],
    [
      "an initiator that is logged in",
      (here) => (here.sessions = [{ iqn: "iqn.2004-10.com.example:node1", address: "fd00::21" }]),
      /node1 from fd00::21 uses the LUN since/,
    ],
    [
      "a controller that was started and stopped again",
      (here) => (here.generation += 2),
      /the controller was changed since, and may have run/,
    ],
    [
      "another restore by the NAS",
      (here) => here.restoredTime++,
      /the NAS has set the LUN back again since/,
    ],
  ];
  for (const [what, happens, said] of usedSince)
    it(`does not call done what was cut off days ago, after ${what} (A-26)`, async () => {
      const here = await cutOffAfterRevert();
      happens(here);
      here.content = "written since";
      await assert.rejects(run(here), refusal(said));
      assert.deepEqual(here.changes, ["record restore restored restoredLun restoredAt"]);
      here.sessions = [];
      await run(here);
      assert.equal(here.content, "last week");
      assert.ok([...here.contents.values()].includes("written since"));
    });

  for (const [change, after] of [
    [7, true],
    [8, false],
  ] as const)
    it(`says that it has ended when only the record was missing (killed ${after ? "after" : "before"} change ${change})`, async () => {
      const here = new StandIn();
      here.killAt = { change, after };
      await assert.rejects(run(here), Killed);
      here.killAt = undefined;
      await assert.rejects(
        run(here),
        refusal(
          /jenkins-0 uses the LUN since; .* \(what LUN jenkins held before it is in snapshot before-restore-good\)/,
        ),
      );
      assert.deepEqual(
        [here.replicas, here.content, here.record["restored"], here.record["restore"]],
        [1, "last week", "good", undefined],
      );
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

  it("says who has written the present only where that is known (A-02)", async () => {
    const runs = "docker.io/jenkins/jenkins:2.580.1-jdk21, plugins 0f3a9c1d";
    const wanted = { ...good, runs };
    const running = new StandIn();
    running.killAt = { change: 4, after: false };
    await assert.rejects(run(running, wanted), Killed);
    running.killAt = undefined;
    await run(running, wanted);
    assert.deepEqual(
      running.writers,
      [runs, undefined],
      "the second keeps what the first put there",
    );
    const stopped = new StandIn();
    stopped.replicas = 0;
    await run(stopped, wanted);
    assert.deepEqual(stopped.writers, [undefined]);
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
