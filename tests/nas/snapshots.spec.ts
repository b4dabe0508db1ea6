// Listing and pruning.
import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { listSnapshots } from "../../nas/snapshot/list";
import { pruneSnapshots, type Pruned } from "../../nas/snapshot/prune";
import { takeSnapshot, type Taken, type WantedSnapshot } from "../../nas/snapshot/take";
import { ownLun } from "./own-nas";
import { during, failureOf, type ScriptedNas } from "./story";
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
  const take = (wanted: WantedSnapshot): Promise<Taken> =>
    during(request, (session) => takeSnapshot(session, "jenkins", wanted, report));
  const prune = (keep: number, dryRun = false): Promise<Pruned> =>
    during(request, (session) => pruneSnapshots(session, "jenkins", { keep, dryRun }, report));
  const scheduled = (name: string): SnapshotRow => ({
    ...{ name, uuid: `of-schedule-${name}`, parent_uuid: nas.luns[0]!.uuid },
    ...{ description: "Scheduled snapshot taken by [nas]", taken_by: "scheduler" },
    ...{ is_user_locked: false, create_time: 1786000000, total_size: 2 * gibibyte },
    status: "Healthy",
  });

  describe("listSnapshots", () => {
    it("lists all of them, the oldest first, and tells whose they are", async () => {
      await take({ name: "a" });
      nas.snapshots.push(scheduled("SnapShot-1"));
      const { snapshots } = await during(request, (session) => listSnapshots(session, "jenkins"));
      assert.deepEqual(
        snapshots.map(({ name, ours, takenBy, createdAt }) => [name, ours, takenBy, createdAt]),
        [
          ["SnapShot-1", false, "scheduler", "2026-08-06T07:06:40.000Z"],
          ["a", true, "jenkins-stack", "2026-08-07T02:45:48.000Z"],
        ],
      );
    });

    it("fails when the NAS counts more than it lists", async () => {
      nas.unlistedSnapshots = 3;
      const failure = await failureOf(
        during(request, (session) => listSnapshots(session, "jenkins")),
      );
      assert.equal(
        failure.message,
        "SYNO.Core.ISCSI.LUN list_snapshot: expected 3 snapshots, got 0; run the command again",
      );
    });
  });

  describe("pruneSnapshots", () => {
    beforeEach(async () => {
      for (const name of ["a", "b", "c", "d"]) await take({ name, locked: name === "a" });
      nas.snapshots.push(scheduled("SnapShot-1"));
    });
    const left = (): string[] => nas.snapshots.map(({ name }) => name);

    it("keeps the newest, the locked ones and those of others", async () => {
      const { deleted, kept, locked, foreign } = await prune(1);
      assert.deepEqual(
        { deleted, kept, locked, foreign },
        { deleted: ["b", "c"], kept: ["a", "d"], locked: ["a"], foreign: ["SnapShot-1"] },
      );
      assert.deepEqual(left(), ["a", "d", "SnapShot-1"]);
      assert.deepEqual(lines.slice(-2), [
        "deleted snapshot b of LUN jenkins",
        "deleted snapshot c of LUN jenkins",
      ]);
      assert.equal(nas.of("LUN delete_snapshot")[0]!.form["deleted_by"], '"jenkins-stack"');
    });

    it("says what it would delete in a dry run", async () => {
      const { deleted, dryRun } = await prune(2, true);
      assert.deepEqual([deleted, dryRun], [["b"], true]);
      assert.equal(left().length, 5);
    });

    it("has nothing to do in a second run", async () => {
      await prune(2);
      assert.deepEqual((await prune(2)).deleted, []);
      assert.equal(nas.of("LUN delete_snapshot").length, 1);
    });

    it("takes a snapshot that is gone already for deleted (18990532)", async () => {
      nas.faults.set("LUN delete_snapshot", [{ codeAfterWork: 18990532 }]);
      assert.deepEqual((await prune(2)).deleted, ["b"]);
    });

    for (const keep of [0, -1, 1.5, Number.NaN])
      it(`refuses to keep ${keep}`, async () => {
        const failure = await failureOf(prune(keep));
        assert.equal(failure.kind, "request");
        assert.match(failure.message, /^keep: expected a whole number from 1, got/);
        assert.equal(left().length, 5);
      });
  });
});
