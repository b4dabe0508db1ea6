// A clone is how a restore is rehearsed: a LUN of its own, and the live one is not touched.
import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { cloneSnapshot, type Cloned } from "../../nas/snapshot/clone";
import { quiet } from "./own-nas";
import { snapshottedLun } from "./snapshotted-lun";
import { during, failureOf, type ScriptedNas } from "./story";

const mark = "[jenkins-stack:iqn.2000-01.com.synology:nas.jenkins]";

describe("cloneSnapshot", () => {
  const { given } = snapshottedLun();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  beforeEach(() => {
    ({ nas, request } = given());
  });

  const clone = (snapshot = "a", cloneName = "rehearsal"): Promise<Cloned> =>
    during(request, (session) => cloneSnapshot(session, "jenkins", { snapshot, cloneName }, quiet));
  const refused = async (pattern: RegExp, result = clone()): Promise<void> => {
    const failure = await failureOf(result);
    assert.match(failure.message, pattern);
    assert.equal(nas.of("LUN clone_snapshot").length, 0);
  };

  it("makes a LUN of its own, marked, mapped nowhere, with another serial", async () => {
    nas.settleListings = 3;
    const cloned = await clone();
    const [source, copy] = nas.luns;
    const snapshot = { name: "a", uuid: nas.snapshots[0]!.uuid };
    assert.deepEqual(cloned, {
      lun: { name: "rehearsal", uuid: copy!.uuid, sizeBytes: source!.size },
      source: { name: "jenkins", uuid: source!.uuid },
      snapshot,
      serial: copy!.uuid,
      wwid: cloned.wwid,
      existed: false,
    });
    assert.notEqual(copy!.uuid, source!.uuid);
    assert.equal(copy!.description, `clone of jenkins at a (${snapshot.uuid}) ${mark}`);
    assert.deepEqual(nas.targets[0]!.mapped_luns, [{ lun_uuid: source!.uuid, mapping_index: 1 }]);
    assert.deepEqual(
      nas.calls.filter((call) => !/ (list|list_snapshot|get|info|log\w+)$/.test(call)),
      ["LUN clone_snapshot"],
    );
  });

  it("makes one of it in two runs", async () => {
    const first = await clone();
    assert.deepEqual(await clone(), { ...first, existed: true });
    assert.equal(nas.luns.length, 2);
  });

  it("knows its own clone when somebody edited the description", async () => {
    const { lun } = await clone();
    nas.luns[1]!.description = "mine";
    assert.equal((await clone()).lun.uuid, lun.uuid);
  });

  it("refuses a name that another LUN has, the live one above all", async () => {
    await refused(
      /^clone name: expected "clone of jenkins at a .+", got "home \[.+\]"; another LUN has this name; choose another one$/,
      clone("a", "jenkins"),
    );
  });

  it("does not wait for another LUN of that name", async () => {
    nas.luns.push({ ...nas.luns[0]!, name: "rehearsal", uuid: "other", status: "creating" });
    await refused(/another LUN has this name/);
  });

  it("refuses a name DSM would not take", async () => {
    await refused(/^clone name: expected 1 to 128 of A-Z a-z 0-9 \. : - /, clone("a", "a_b"));
  });

  it("finds the snapshot by its uuid too, and names those there are", async () => {
    assert.equal((await clone(nas.snapshots[0]!.uuid)).snapshot.name, "a");
    assert.equal(
      (await failureOf(clone("b", "other"))).message,
      'snapshot: expected one of LUN "jenkins", got "b"; it has "a"',
    );
  });

  it("refuses a name that two snapshots have, as the NAS's schedule can make them", async () => {
    nas.snapshots.push({ ...nas.snapshots[0]!, uuid: "second" });
    await refused(
      /expected a name that one snapshot of LUN "jenkins" has, got "a" for 2; give its uuid/,
    );
  });

  it("refuses a snapshot that is not healthy", async () => {
    nas.snapshots[0]!.status = "Broken";
    await refused(/^snapshot "a": expected status Healthy, got Broken/);
  });

  it("refuses when the model allows no more LUNs, or the volume is full", async () => {
    nas.limits = { max_iscsiluns: "1", max_iscsitrgs: "1" };
    await refused(
      /^NAS: expected room for one more LUN, got 1 where the model allows 1; remove a LUN/,
    );
    nas.limits = {};
    nas.volume = { ...nas.volume, size_free_byte: "0" };
    await refused(/^lun\.volume: expected 1073741824 bytes free/);
  });

  it("marks the clone of an adopted LUN by the target that maps it, and refuses one of nobody", async () => {
    nas.luns[0]!.description = "by hand";
    await clone();
    assert.ok(nas.luns[1]!.description.endsWith(mark));
    nas.luns.pop();
    nas.targets[0]!.mapped_luns.length = 0;
    nas.requests.length = 0;
    await refused(
      /^LUN "jenkins": expected the mark of a stack or a target that maps it, got neither/,
    );
  });
});
