// The clone that rehearses a restore: made, offered, and removed without a trace, whatever an earlier run has left.
// That an initiator reads the snapshot's content from it is proved with a real one, not here.
import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { cloneSnapshot } from "../../nas/snapshot/clone";
import { offerRehearsal, rehearsalOf, removeRehearsal } from "../../nas/snapshot/rehearsal";
import { takeSnapshot } from "../../nas/snapshot/take";
import { quiet } from "./own-nas";
import { snapshottedLun } from "./snapshotted-lun";
import { during, ensure, failureOf, requestFor, Scratch, ScriptedNas } from "./story";

const iqn = "iqn.2000-01.com.synology:nas.jenkins.rehearsal";
const chap = { user: "rehearsal", password: "of-one-run-only" };

describe("a rehearsal", () => {
  const { given } = snapshottedLun();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let live: unknown;
  beforeEach(() => {
    ({ nas, request } = given());
    live = structuredClone([nas.luns[0], nas.targets[0], nas.snapshots]);
  });
  afterEach(() => {
    assert.deepEqual([nas.luns[0], nas.targets[0], nas.snapshots], live, "the live LUN");
  });

  const offer = () =>
    during(request, (session) => offerRehearsal(session, request, { snapshot: "a", chap }, quiet));
  const remove = () => during(request, (session) => removeRehearsal(session, request, quiet));

  it("offers a clone on a target of its own, and leaves the live LUN alone", async () => {
    nas.settleListings = 2;
    const { lun, target, mappingIndex } = await offer();
    assert.deepEqual([lun.name, target.iqn, mappingIndex], ["jenkins.rehearsal", iqn, 1]);
    assert.equal(nas.luns[1]?.description.endsWith(`[jenkins-stack:${iqn}]`), true);
    const { user, password, max_sessions, mapped_luns } = nas.targets[1]!;
    assert.deepEqual([user, password, max_sessions], [chap.user, chap.password, 1]);
    assert.deepEqual(mapped_luns, [{ lun_uuid: lun.uuid, mapping_index: 1 }]);
  });

  it("is removed with its target, and then there is nothing to remove", async () => {
    nas.deleteListings = 2;
    await offer();
    assert.equal(await remove(), true);
    assert.deepEqual([nas.luns.length, nas.targets.length], [1, 1]);
    assert.equal(await remove(), false);
  });

  for (const [left, spoil] of [
    ["a clone without a target", () => nas.targets.splice(1, 1)],
    ["a target without a mapping", () => (nas.targets[1]!.mapped_luns = [])],
    [
      "a target without its clone",
      () => {
        nas.luns.splice(1, 1);
        nas.targets[1]!.mapped_luns = [];
      },
    ],
    ["a target that was closed already", () => (nas.targets[1]!.is_enabled = false)],
  ] as const)
    it(`removes what a killed one has left: ${left}`, async () => {
      await offer();
      spoil();
      assert.equal(await remove(), true);
      assert.deepEqual([nas.luns.length, nas.targets.length], [1, 1]);
    });

  it("begins with a clone made afresh, never with one that a killed run has left", async () => {
    const first = await offer();
    const second = await offer();
    assert.notEqual(second.lun.uuid, first.lun.uuid);
    assert.deepEqual([nas.luns.length, nas.targets.length], [2, 2]);
  });

  it("removes no LUN that only has the name", async () => {
    await during(request, (session) =>
      cloneSnapshot(session, "jenkins", { snapshot: "a", cloneName: "jenkins.rehearsal" }, quiet),
    );
    const { kind, message } = await failureOf(remove());
    assert.equal(kind, "refused");
    assert.match(
      message,
      /^LUN "jenkins.rehearsal": expected "jenkins-stack:.*\.rehearsal" in its/,
    );
    assert.equal(nas.luns.length, 2);
  });

  it("removes no target that offers another LUN, and none that is in use", async () => {
    await offer();
    nas.targets[1]!.mapped_luns.push({ lun_uuid: "another", mapping_index: 2 });
    assert.match((await failureOf(remove())).message, /expected no other LUN on it, got "another"/);
    nas.targets[1]!.mapped_luns.pop();
    nas.targets[1]!.connected_sessions = [{ iqn: "iqn.2004-10.com.example:n", ip: "fd00::1" }];
    assert.match((await failureOf(remove())).message, /expected no initiator to be logged in/);
    assert.deepEqual([nas.luns.length, nas.targets.length], [2, 2]);
  });

  it("has names that DSM takes, or says that it has none", () => {
    const long = { lun: { name: "n".repeat(119) }, target: { name: "n", iqn } };
    assert.throws(
      () => rehearsalOf(long),
      /^Failure: lun.name: expected at most 118 characters for a rehearsal, got 119/,
    );
  });
});

describe("cloneSnapshot for a target", () => {
  it("makes a LUN that lun ensure of that target adopts, and no other (A-26, A-30)", async () => {
    const scratch = new Scratch();
    const nas = await ScriptedNas.start(scratch.identity);
    try {
      const request = requestFor(nas, scratch);
      await ensure(request);
      await during(request, (session) => takeSnapshot(session, "jenkins", { name: "a" }, quiet));
      const beside = "iqn.2000-01.com.synology:nas.restored";
      const wanted = { snapshot: "a", cloneName: "restored", iqn: beside };
      const clone = () =>
        during(request, (session) => cloneSnapshot(session, "jenkins", wanted, quiet));
      const { lun } = await clone();
      const adopted = {
        ...request,
        lun: { ...request.lun, name: "restored" },
        target: { ...request.target, name: "restored", iqn: beside },
      };
      assert.equal((await ensure(adopted)).lun.uuid, lun.uuid);
      assert.equal((await clone()).existed, true);
      const other = await failureOf(
        during(request, (session) =>
          cloneSnapshot(session, "jenkins", { ...wanted, iqn: `${beside}.other` }, quiet),
        ),
      );
      assert.match(other.message, /another LUN has this name/);
    } finally {
      await nas.stop();
      scratch.discard();
    }
  });
});
