// Taking a snapshot.
import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { takeSnapshot, type Taken, type WantedSnapshot } from "../../nas/snapshot/take";
import { ownLun } from "./own-nas";
import { during, failureOf, hasty, impatient, type ScriptedNas } from "./story";
import type { SnapshotRow } from "./scripted-nas";

const gibibyte = 1024 ** 3;

describe("snapshots of a LUN", () => {
  const given = ownLun();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let lines: string[];
  beforeEach(() => {
    ({ nas, request, lines } = given());
  });

  const report = (line: string): void => {
    lines.push(line);
  };
  const take = (wanted: WantedSnapshot, patience = impatient): Promise<Taken> =>
    during(request, (session) => takeSnapshot(session, "jenkins", wanted, report), patience);
  const scheduled = (name: string): SnapshotRow => ({
    ...{ name, uuid: `of-schedule-${name}`, parent_uuid: nas.luns[0]!.uuid },
    ...{ description: "Scheduled snapshot taken by [nas]", taken_by: "scheduler" },
    ...{ is_user_locked: false, create_time: 1786000000, total_size: 2 * gibibyte },
    status: "Healthy",
  });

  describe("takeSnapshot", () => {
    it("takes one, locked, signed, with the name in the description (A-26)", async () => {
      const taken = await take({ name: "before-2.516.1", description: "before Jenkins 2.516.1" });
      const { uuid } = nas.snapshots[0]!;
      assert.deepEqual(taken, {
        lun: { name: "jenkins", uuid: nas.luns[0]!.uuid },
        snapshot: {
          name: "before-2.516.1",
          uuid,
          description: "before-2.516.1: before Jenkins 2.516.1",
          takenBy: "jenkins-stack",
          ours: true,
          locked: true,
          createdAt: "2026-08-07T02:45:48.000Z",
          sizeBytes: 2 * gibibyte,
          status: "Healthy",
        },
        existed: false,
      });
      const { form } = nas.of("LUN take_snapshot")[0]!;
      assert.deepEqual(
        [form["is_locked"], form["is_app_consistent"], form["taken_by"]],
        ["true", "false", '"jenkins-stack"'],
      );
      assert.deepEqual(lines, ["took snapshot before-2.516.1 of LUN jenkins, locked"]);
    });

    it("takes the name from the description", async () => {
      const { snapshot } = await take({ description: "Before Jenkins 2.516.1!" });
      assert.deepEqual(
        [snapshot.name, snapshot.description],
        ["before-jenkins-2.516.1", "before-jenkins-2.516.1: Before Jenkins 2.516.1!"],
      );
    });

    it("refuses a snapshot with neither", async () => {
      const failure = await failureOf(take({ description: "—" }));
      assert.deepEqual(
        [failure.kind, failure.message],
        [
          "request",
          'snapshot name: expected 1 to 128 characters, or a description to make it from, got "—"',
        ],
      );
    });

    it("takes the same one twice once, and says so", async () => {
      const first = await take({ name: "a", description: "for a test" });
      const second = await take({ name: "a", description: "for a test" });
      assert.deepEqual(second, { ...first, existed: true });
      assert.equal(nas.snapshots.length, 1);
      assert.equal(nas.of("LUN take_snapshot").length, 1);
    });

    it("refuses a name that is taken for something else, or by somebody else", async () => {
      await take({ name: "a", description: "for tests", locked: false });
      Object.assign(nas.snapshots[0]!, { taken_by: "operator" });
      const failure = await failureOf(take({ name: "a", description: "other" }));
      assert.equal(failure.kind, "refused");
      assert.deepEqual(failure.message.split("\n"), [
        'snapshot "a": taken_by: expected "jenkins-stack", got "operator"; somebody else took it',
        'snapshot "a": description: expected "a: other", got "a: for tests"; another purpose',
        'snapshot "a": locked: expected true, got false; change it in SAN Manager > Snapshot',
        "a snapshot of this name is another's or for another purpose; choose another name",
      ]);
    });

    it("does not wait for somebody else's snapshot", async () => {
      await take({ name: "a" });
      Object.assign(nas.snapshots[0]!, { taken_by: "operator", status: "Creating" });
      assert.equal((await failureOf(take({ name: "a" }))).kind, "refused");
    });

    it("waits until the snapshot is healthy, and says when it never is", async () => {
      await take({ name: "a" });
      nas.snapshots[0]!.status = "Creating";
      const listed = nas.of("LUN list_snapshot").length;
      nas.meanwhile = () => {
        if (nas.of("LUN list_snapshot").length > listed + 3) nas.snapshots[0]!.status = "Healthy";
      };
      assert.equal((await take({ name: "a" })).existed, true);
      nas.meanwhile = () => undefined;
      nas.snapshots[0]!.status = "Broken";
      assert.equal(
        (await failureOf(take({ name: "a" }, hasty))).message,
        'snapshot "a" of LUN "jenkins": expected status Healthy within 0.3 s, got status Broken; SAN Manager shows its state',
      );
    });

    it("adopts what a lost answer or an error left behind", async () => {
      nas.faults.set("LUN take_snapshot", ["drop after", { codeAfterWork: 18990513 }]);
      for (const name of ["a", "b"]) assert.equal((await take({ name })).snapshot.name, name);
      assert.equal(nas.snapshots.length, 2);
    });

    it("counts those of the schedule against the ceiling of 128", async () => {
      nas.limits = { max_snapshot_per_lun: "256", max_snapshot_per_lun_v2: "256" };
      nas.snapshots.push(
        ...Array.from({ length: 128 }, (_, number) => scheduled(`SnapShot-${number}`)),
      );
      const failure = await failureOf(take({ name: "a" }));
      assert.equal(failure.kind, "refused");
      assert.equal(
        failure.message,
        'LUN "jenkins": expected room for one more snapshot, got 128 where 128 are safe, 0 of them locked; ' +
          "unlock snapshots that nobody needs in SAN Manager > Snapshot and prune, take others with --unlocked, " +
          "or shorten the retention of the NAS's own schedule",
      );
      nas.snapshots.pop();
      await take({ name: "a" });
    });

    it("refuses fewer where the model allows fewer", async () => {
      nas.limits = { max_snapshot_per_lun: "1" };
      await take({ name: "a" });
      assert.match(
        (await failureOf(take({ name: "b" }))).message,
        /got 1 where 1 are safe, 1 of them locked/,
      );
    });

    it("refuses a full volume, and warns of one that a rewrite would fill", async () => {
      nas.luns[0]!.allocated_size = 2 * gibibyte;
      nas.volume = { ...nas.volume, size_free_byte: String(gibibyte) };
      await take({ name: "a" });
      assert.match(
        lines[0]!,
        /^warning: \/volume1 has 1 GiB free and LUN jenkins holds 2 GiB: rewriting all/,
      );
      nas.volume = { ...nas.volume, size_free_byte: String(gibibyte - 1) };
      assert.match(
        (await failureOf(take({ name: "b" }))).message,
        /^lun\.volume: expected 1073741824 bytes free \(1 GiB\), got "\/volume1"/,
      );
    });

    it("takes one on a degraded volume, and refuses one that takes no writes", async () => {
      nas.volume = { ...nas.volume, status: "degraded" };
      await take({ name: "a" });
      nas.volume = { ...nas.volume, status: "read_only" };
      assert.equal(
        (await failureOf(take({ name: "b" }))).message,
        'lun.volume: expected a volume that can be written, got "/volume1" in status read_only; Storage Manager shows the cause',
      );
    });

    it("names the LUNs there are when the one to keep is missing", async () => {
      nas.luns[0]!.name = "other";
      assert.equal(
        (await failureOf(take({ name: "a" }))).message,
        'lun.name: expected a LUN of the NAS, got "jenkins"; it has "other"',
      );
    });
  });
});
