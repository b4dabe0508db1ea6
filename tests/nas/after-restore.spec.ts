// What follows a restore: old snapshots of what was replaced go, and a LUN that has become smaller grows again.
import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { prunePresents } from "../../nas/snapshot/present";
import { regrown } from "../../nas/snapshot/regrown";
import { restoreSnapshot } from "../../nas/snapshot/restore";
import { takeSnapshot } from "../../nas/snapshot/take";
import { ownLun, quiet } from "./own-nas";
import { during, type ScriptedNas } from "./story";

describe("after a restore, the LUN", () => {
  const given = ownLun();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  beforeEach(() => {
    ({ nas, request } = given());
  });

  it("keeps five of what was replaced, and those of the restore itself (A-26)", async () => {
    await during(request, async (session) => {
      await takeSnapshot(session, "jenkins", { name: "a" }, quiet);
      await restoreSnapshot(session, "jenkins", { snapshot: "a" }, quiet);
    });
    const [, first] = nas.snapshots;
    for (let number = 2; number <= 8; number++) {
      const [name, uuid] = [`before-restore-a.${number}`, `uuid-${number}`];
      nas.snapshots.push({ ...first!, name, uuid, create_time: first!.create_time + number });
    }
    nas.snapshots.push({
      ...first!,
      ...{ name: "before-restore-mine", uuid: "mine", description: "by hand" },
    });
    const kept = (spared: readonly string[]) =>
      during(request, (session) => prunePresents(session, "jenkins", spared, quiet));
    assert.deepEqual((await kept(["before-restore-a", "before-restore-a.8"])).deleted, [
      "before-restore-a.2",
    ]);
    await kept(["before-restore-a.8"]);
    assert.deepEqual(
      nas.snapshots.map(({ name }) => name),
      [
        "a",
        ...[3, 4, 5, 6, 7, 8].map((number) => `before-restore-a.${number}`),
        "before-restore-mine",
      ],
    );
  });

  it("can be grown again where the snapshot is of a smaller LUN, and is never shrunk (A-27)", async () => {
    const lun = nas.luns[0]!;
    const before = lun.size;
    const grow = (bytes: number) =>
      during(request, (session) => regrown(session, "jenkins", bytes, quiet));
    assert.deepEqual([(await grow(before)).grown, (await grow(before - 1)).grown], [false, false]);
    assert.equal(nas.of("LUN set").length, 0);
    assert.equal((await grow(2 * before)).grown, true);
    assert.equal(lun.size, 2 * before);
  });
});
