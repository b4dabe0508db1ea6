// Setting a LUN back. That the content is the snapshot's is proved with a real initiator, not here.
import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { writerOf } from "../../nas/snapshot/present";
import { restoreSnapshot } from "../../nas/snapshot/restore";
import { snapshottedLun } from "./snapshotted-lun";
import { during, failureOf, type ScriptedNas } from "./story";

describe("restoreSnapshot", () => {
  const { given, restore, names } = snapshottedLun();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let lines: readonly string[];
  beforeEach(() => {
    ({ nas, request, lines } = given());
  });

  it("keeps the present, then restores, naming LUN and snapshot", async () => {
    const { lun, snapshot, before, restoredAt } = await restore();
    const { uuid } = nas.luns[0]!;
    assert.deepEqual(lun, { name: "jenkins", uuid });
    assert.deepEqual([snapshot.name, before.name, before.locked], ["a", "before-restore-a", true]);
    assert.equal(
      before.description,
      "before-restore-a: what LUN jenkins held before it was restored to a",
    );
    assert.equal(Date.parse(restoredAt), nas.luns[0]!.restored_time! * 1000);
    const { form } = nas.of("LUN restore_snapshot")[0]!;
    assert.deepEqual(
      [form["src_lun_uuid"], form["snapshot_uuid"]],
      [JSON.stringify(uuid), JSON.stringify(nas.snapshots[0]!.uuid)],
    );
    assert.ok(nas.calls.indexOf("LUN take_snapshot") < nas.calls.indexOf("LUN restore_snapshot"));
    assert.deepEqual(lines, [
      "took snapshot before-restore-a of LUN jenkins, locked",
      "disabled target jenkins",
      "enabled target jenkins again",
      "restored LUN jenkins to snapshot a; what it held is in before-restore-a",
    ]);
  });

  it("says who has written the present, as long as there is room", async () => {
    const writer = "docker.io/jenkins/jenkins:2.580.1-jdk21, plugins 0f3a9c1d";
    const kept = (snapshot: string, by: string) =>
      during(request, async (session) => {
        const wanted = { snapshot, writer: by };
        return (await restoreSnapshot(session, "jenkins", wanted, () => undefined)).before;
      });
    const short = await kept("a", writer);
    assert.equal(
      short.description,
      `before-restore-a: what LUN jenkins (${writer}) held before it was restored to a`,
    );
    assert.equal(writerOf(short), writer);
    const { description } = await kept("a", "x".repeat(200));
    assert.equal(
      description,
      "before-restore-a.2: what LUN jenkins held before it was restored to a",
    );
    assert.equal(writerOf({ description }), undefined);
  });

  it("gives the present a name that does not grow from one undoing to the next", async () => {
    const { before } = await restore();
    const { before: undone } = await restore(before.name);
    assert.equal(undone.name, `before-restore-${before.uuid.slice(-8)}`);
    const { before: again } = await restore(undone.name);
    assert.equal(again.name, `before-restore-${undone.uuid.slice(-8)}`);
    assert.match(again.description, new RegExp(` restored to ${undone.name}$`));
  });

  it("keeps the present of every restore: a later one loses nothing written since", async () => {
    await restore();
    await restore();
    assert.deepEqual(names(), ["a", "before-restore-a", "before-restore-a.2"]);
    assert.equal(nas.of("LUN restore_snapshot").length, 2);
  });

  it("is not confused by what a killed run kept", async () => {
    nas.faults.set("LUN restore_snapshot", ["drop before"]);
    await failureOf(restore());
    assert.deepEqual(names(), ["a", "before-restore-a"]);
    const { before } = await restore();
    assert.equal(before.name, "before-restore-a.2");
    assert.ok(nas.luns[0]!.restored_time! > 0);
  });

  it("can be undone by restoring what was kept", async () => {
    const { before } = await restore();
    assert.equal((await restore(before.name)).snapshot.uuid, before.uuid);
  });

  it("believes the time of the last restore, not the answer", async () => {
    nas.faults.set("LUN restore_snapshot", ["nothing done"]);
    assert.equal(
      (await failureOf(restore())).message,
      'NAS: expected LUN "jenkins" to be restored after it reported success, got no such thing; run the command again',
    );
    nas.faults.set("LUN restore_snapshot", ["drop after"]);
    await restore();
  });

  it("waits for a restore that takes its time", async () => {
    let listings = 0;
    nas.faults.set("LUN restore_snapshot", ["nothing done"]);
    nas.meanwhile = (call) => {
      const [lun] = nas.luns;
      if (nas.calls.at(-2) === "LUN restore_snapshot") lun!.status = "processing";
      if (call === "LUN list" && lun!.status === "processing" && ++listings > 20)
        Object.assign(lun!, { status: "normal", restored_time: nas.clock });
    };
    await restore();
    assert.ok(listings > 20);
  });

  it("fails when the NAS began and did nothing", async () => {
    nas.faults.set("LUN restore_snapshot", ["nothing done"]);
    nas.meanwhile = () => {
      nas.luns[0]!.status = nas.calls.at(-2) === "LUN restore_snapshot" ? "processing" : "normal";
    };
    assert.equal(
      (await failureOf(restore())).message,
      'NAS: expected LUN "jenkins" to be restored after it had begun, got no such thing; run the command again',
    );
  });

  it("tells two restores in one second apart", async () => {
    await restore();
    // The clock stands still until a second has passed: a restore before that would show the time of the first.
    nas.clockStep = 0;
    const start = performance.now();
    nas.meanwhile = (call) => {
      if (call === "LUN restore_snapshot" && performance.now() - start > 900) nas.clock++;
    };
    await restore();
    assert.equal(nas.of("LUN restore_snapshot").length, 2);
  });

  it("names the snapshots there are when the one to restore is missing", async () => {
    assert.equal(
      (await failureOf(restore("b"))).message,
      'snapshot: expected one of LUN "jenkins", got "b"; it has "a"',
    );
  });

  it("restores nothing when the present cannot be kept", async () => {
    nas.limits = { max_snapshot_per_lun: "1" };
    assert.match((await failureOf(restore())).message, /room for one more snapshot/);
    assert.equal(nas.of("LUN restore_snapshot").length, 0);
  });
});
