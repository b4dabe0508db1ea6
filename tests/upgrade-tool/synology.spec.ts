// Snapshots of upgrades on a scripted NAS: which are taken, which are kept, and what proves a restore.
import assert from "node:assert/strict";

import { SynologyTarget } from "../../upgrade/targets/synology";
import { rolledFrom } from "../../upgrade/rolled";
import { pluginsWord, ranText, snapshotWords } from "../../upgrade/snapshot-name";
import { image, plugins, recorded } from "../upgrade/changes";
import type { SnapshotRow } from "../nas/scripted-rows";
import { ensure, impatient, requestFor, Scratch, ScriptedNas } from "../nas/story";

const day = 86_400;
const words = snapshotWords({
  before: recorded,
  after: { image: image("2.580.2"), podHash: "0000000000000002" },
});

describe("SynologyTarget", () => {
  let scratch: Scratch;
  let nas: ScriptedNas;
  let lines: string[];
  let target: SynologyTarget;
  before(() => (scratch = new Scratch()));
  after(() => {
    scratch.discard();
  });
  beforeEach(async () => {
    nas = await ScriptedNas.start(scratch.identity);
    const request = requestFor(nas, scratch);
    await ensure(request);
    lines = [];
    target = new SynologyTarget(
      { nas: request.nas, lun: "jenkins" },
      (line) => {
        lines.push(line);
      },
      { temporaryFolder: scratch.folder, patience: impatient },
      () => new Date(nas.clock * 1000),
    );
  });
  afterEach(() => nas.stop());

  const names = () => nas.snapshots.map(({ name }) => name);
  const earlier = (name: string, changes: Partial<SnapshotRow> = {}): SnapshotRow => ({
    ...{ name, uuid: `uuid-${name}`, parent_uuid: nas.luns[0]!.uuid, description: name },
    ...{ taken_by: "jenkins-stack", is_user_locked: true, create_time: 1, total_size: 1 },
    ...{ status: "Healthy", ...changes },
  });
  const upgradeNamed = (number: number, changes: Partial<SnapshotRow> = {}) =>
    earlier(`upgrade-2.568.${number}-to-2.580.1-0000000${number}`, {
      create_time: number,
      ...changes,
    });

  describe("take", () => {
    it("takes one locked snapshot, and none when it runs again (P-07)", async () => {
      await target.take(words, { count: 3, days: 30 });
      await target.take(words, { count: 3, days: 30 });
      assert.deepEqual(
        nas.snapshots.map(({ name, description, is_user_locked, taken_by }) => [
          ...[name, description],
          ...[is_user_locked, taken_by],
        ]),
        [[words.name, words.description, true, "jenkins-stack"]],
      );
      assert.ok(
        lines.includes(`snapshot ${words.name} of LUN jenkins is there from an earlier run`),
      );
    });

    it("takes another one where that of the name is not of just now: the home has changed since", async () => {
      await target.take(words, { count: 3, days: 30 });
      nas.clock += 700;
      const { name, at } = await target.take(words, { count: 3, days: 30 });
      assert.equal(name, `${words.name}.2`);
      assert.deepEqual(names(), [words.name, name]);
      assert.equal(at, new Date(nas.snapshots[1]!.create_time * 1000).toISOString());
      assert.equal((await target.take(words, { count: 3, days: 30 })).name, name);
    });

    it("keeps the newest of its own kind, as many as are wanted", async () => {
      nas.snapshots.push(upgradeNamed(1), upgradeNamed(2), upgradeNamed(3));
      await target.take(words, { count: 2, days: 36_500 });
      assert.deepEqual(names(), ["upgrade-2.568.3-to-2.580.1-00000003", words.name]);
    });

    it("deletes what is too old, by the clock of the NAS", async () => {
      await target.take(words, { count: 9, days: 30 });
      const now = nas.snapshots[0]!.create_time;
      nas.snapshots.unshift(
        upgradeNamed(1, { create_time: now - 31 * day }),
        upgradeNamed(2, { create_time: now - 29 * day }),
      );
      await target.take(words, { count: 9, days: 30 });
      assert.deepEqual(names(), ["upgrade-2.568.2-to-2.580.1-00000002", words.name]);
    });

    it("touches none of another kind, none of others, and none that somebody unlocked", async () => {
      nas.snapshots.push(
        earlier("before-restore-x"),
        upgradeNamed(1, { taken_by: "scheduler" }),
        upgradeNamed(2, { is_user_locked: false }),
      );
      await target.take(words, { count: 1, days: 1 });
      assert.equal(nas.snapshots.length, 4);
    });

    it("never deletes the newest, or the one of this change", async () => {
      await target.take(words, { count: 1, days: 1 });
      nas.snapshots.push(
        upgradeNamed(9, { create_time: nas.snapshots[0]!.create_time + 99 * day }),
      );
      await target.take(words, { count: 1, days: 1 });
      assert.equal(nas.snapshots.length, 2);
    });

    it("deletes none of several that are the newest, because the NAS counts whole seconds", async () => {
      const newest = { create_time: 4_000_000_000 };
      nas.snapshots.push(upgradeNamed(7, newest), upgradeNamed(8, newest));
      await target.take(words, { count: 1, days: 36_500 });
      assert.equal(nas.snapshots.length, 3);
    });

    it("fails when the NAS does, and takes nothing", async () => {
      await nas.stop();
      await assert.rejects(target.take(words, { count: 1, days: 1 }), /^Failure: nas\.url: /);
    });
  });

  it("says that no Jenkins runs while no initiator is logged in", async () => {
    assert.equal(await target.inUse(), false);
    nas.targets[0]!.connected_sessions = [{ iqn: "iqn.1994-05.com.redhat:node", ip: "fd00::21" }];
    assert.equal(await target.inUse(), true);
  });

  describe("holds", () => {
    const wanted = rolledFrom({ JENKINS_IMAGE: image("2.580.1"), PLUGINS: plugins });
    const at = new Date("2026-11-21T12:00:00.900Z");
    const seconds = Math.floor(at.getTime() / 1000);
    const here = { at, lun: "jenkins" };
    beforeEach(async () => {
      await target.take(words, { count: 1, days: 1 });
      nas.snapshots[0]!.create_time = seconds - 60;
      nas.luns[0]!.restored_time = seconds;
      nas.snapshots.push(kept(words.name));
    });

    /** The snapshot of the present that a restore takes first. */
    const kept = (to: string, changes: Partial<SnapshotRow> = {}) =>
      earlier(`before-restore-${to}`, {
        description: `before-restore-${to}: what LUN jenkins held before it was restored to ${to}`,
        ...{ create_time: seconds, ...changes },
      });

    it("believes a restore after the last roll, to what ran before", async () => {
      assert.equal(await target.holds(words.name, wanted, here), true);
    });

    it("believes one to the present that another restore kept, of what that one says to have written it", async () => {
      const ran = ranText(image("2.568.3"), pluginsWord(wanted.plugins));
      const present = kept("other", {
        create_time: seconds - 30,
        description: `before-restore-other: what LUN jenkins (${ran}) held before it was restored to other`,
      });
      nas.snapshots.splice(1, 1, present, kept(present.name));
      const then = { ...wanted, image: image("2.568.3") };
      assert.equal(await target.holds(present.name, then, here), true);
      assert.equal(await target.holds(present.name, wanted, here), false);
    });

    it("believes none from before it, of another snapshot, or to another Jenkins", async () => {
      const other = { ...wanted, image: image("2.568.3") };
      assert.equal(await target.holds(words.name, other, here), false);
      assert.equal(await target.holds("upgrade-x", wanted, here), false);
      nas.luns[0]!.restored_time = seconds - 1;
      assert.equal(await target.holds(words.name, wanted, here), false);
      nas.luns[0]!.restored_time = 0;
      assert.equal(await target.holds(words.name, wanted, here), false);
    });

    it("believes none to a snapshot that another restore went to", async () => {
      nas.snapshots.push(kept("other", { uuid: "another-restore" }));
      assert.equal(await target.holds(words.name, wanted, here), false);
      nas.snapshots.splice(1);
      assert.equal(await target.holds(words.name, wanted, here), false);
    });

    it("believes none with other plugins than those of then", async () => {
      const other = { ...wanted, plugins: { ...wanted.plugins, git: "5.9.0" } };
      assert.equal(await target.holds(words.name, other, here), false);
    });

    it("believes none that somebody uses already: any Jenkins may have written it since", async () => {
      nas.targets[0]!.connected_sessions = [{ iqn: "iqn.1994-05.com.redhat:node", ip: "fd00::21" }];
      assert.equal(await target.holds(words.name, wanted, here), false);
    });

    it("believes a clone of the snapshot beside the home of then, and no other LUN", async () => {
      const [home] = nas.luns;
      const { uuid } = nas.snapshots[0]!;
      nas.luns.push({ ...home!, name: "before", uuid: "another-uuid", restored_time: 0 });
      nas.snapshots[0]!.parent_uuid = "another-uuid";
      home!.restored_time = 0;
      const then = { at, lun: "before" };
      assert.equal(await target.holds(words.name, wanted, then), false);
      home!.description = `clone of before at ${words.name} (${uuid})`;
      assert.equal(await target.holds(words.name, wanted, then), true);
      home!.description = "";
      home!.family_config = { parent_snapshot_uuid: uuid };
      assert.equal(await target.holds(words.name, wanted, then), true);
    });
  });
});
