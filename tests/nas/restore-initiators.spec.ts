// Setting a LUN back while initiators are about. They are rows of a scripted NAS, not real ones.
import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { restoreSnapshot } from "../../nas/snapshot/restore";
import { takeSnapshot } from "../../nas/snapshot/take";
import { quiet } from "./own-nas";
import { snapshottedLun } from "./snapshotted-lun";
import { during, failureOf, hasty, type ScriptedNas } from "./story";

const initiator = { iqn: "iqn.2004-10.com.example:node1", ip: "fd00:5::21" };

describe("restoreSnapshot", () => {
  const { given, restore, names } = snapshottedLun();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let lines: readonly string[];
  beforeEach(() => {
    ({ nas, request, lines } = given());
  });

  it("refuses while an initiator is logged in, before it does anything", async () => {
    nas.targets[0]!.connected_sessions = [initiator];
    const failure = await failureOf(restore());
    assert.equal(failure.kind, "refused");
    assert.match(failure.message, /^target "jenkins": expected no initiator to be logged in, got/);
    assert.deepEqual(names(), ["a"]);
    assert.equal(nas.of("LUN restore_snapshot").length, 0);
  });

  it("looks at the sessions again right before it restores", async () => {
    nas.meanwhile = (call) => {
      if (call === "LUN take_snapshot") nas.targets[0]!.connected_sessions = [initiator];
    };
    assert.equal((await failureOf(restore())).kind, "refused");
    assert.equal(nas.of("LUN restore_snapshot").length, 0);
  });

  describe("keeps initiators out", () => {
    const enabled = (): boolean => nas.targets[0]!.is_enabled;

    it("while it runs, and no longer", async () => {
      const seen: boolean[] = [];
      nas.meanwhile = (call) => {
        if (call === "LUN restore_snapshot") seen.push(enabled());
      };
      await restore();
      assert.deepEqual([seen, enabled()], [[false], true]);
    });

    it("and lets go on one that logs in at the last moment, restoring nothing", async () => {
      nas.meanwhile = (call) => {
        if (call === "Target disable") nas.targets[0]!.connected_sessions = [initiator];
      };
      const failure = await failureOf(restore());
      assert.equal(failure.kind, "refused");
      assert.match(failure.message, /^target "jenkins": expected no initiator to be logged in/);
      assert.deepEqual([nas.of("LUN restore_snapshot").length, enabled()], [0, true]);
    });

    it("no longer once it has failed", async () => {
      nas.faults.set("LUN restore_snapshot", [{ code: 18990002 }]);
      nas.faults.set("Target enable", [{ code: 18990002 }]);
      assert.match((await failureOf(restore())).message, /restore_snapshot: .* code 18990002/);
      assert.ok(enabled());
    });

    it("while a restore may still be going on; the next run lets them in", async () => {
      nas.faults.set("LUN restore_snapshot", ["nothing done"]);
      nas.meanwhile = () => {
        if (nas.calls.at(-2) === "LUN restore_snapshot") nas.luns[0]!.status = "processing";
      };
      assert.match((await failureOf(restore("a", hasty))).message, /got status processing/);
      assert.equal(enabled(), false);
      assert.equal(
        lines.at(-1),
        "target jenkins may be left disabled: run the command again, or enable it in SAN Manager > iSCSI",
      );
      nas.meanwhile = () => undefined;
      nas.luns[0]!.status = "normal";
      await restore();
      assert.ok(enabled());
    });

    it("from a target that somebody else has disabled, before and after", async () => {
      nas.targets[0]!.is_enabled = false;
      await restore();
      assert.equal(enabled(), false);
      assert.equal(lines[1], "target jenkins was disabled before, and stays so");
      // Whoever takes a snapshot after a restore has seen its end.
      nas.targets[0]!.is_enabled = true;
      await restore();
      await during(request, (session) => takeSnapshot(session, "jenkins", { name: "b" }, quiet));
      nas.targets[0]!.is_enabled = false;
      await restore();
      assert.equal(enabled(), false);
    });

    it("from no target that the restore itself is known to have closed", async () => {
      nas.targets[0]!.is_enabled = false;
      await during(request, (session) =>
        restoreSnapshot(session, "jenkins", { snapshot: "a", open: ["jenkins"] }, quiet),
      );
      assert.ok(enabled());
    });

    it("from every target that offers the LUN", async () => {
      const iqn = "iqn.2000-01.com.synology:nas.second";
      nas.targets.push({ ...structuredClone(nas.targets[0]!), target_id: 9, name: "second", iqn });
      await restore();
      assert.equal(nas.of("Target disable").length, 2);
      assert.deepEqual(
        nas.targets.map(({ is_enabled }) => is_enabled),
        [true, true],
      );
    });
  });
});
