// Every verb on one LUN, one after the other, as an operator types them.
import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { ownNas, type OwnNas } from "./own-nas";
import { runTool } from "./run-tool";
import { type ScriptedNas } from "./story";

describe("nas, on one LUN", () => {
  const given = ownNas();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let scratch: OwnNas["scratch"];
  beforeEach(() => {
    ({ nas, request, scratch } = given());
  });

  it("takes a LUN from its first day to its last, with a snapshot, a restore and a clone (A-26)", async () => {
    const text = async (...argv: string[]) => {
      const { exitCode, stdout, stderr } = await runTool(argv, request, scratch);
      assert.equal(exitCode, 0, `${argv.join(" ")}\n${stderr}`);
      return stdout;
    };
    await text("lun", "ensure");
    const { uuid } = nas.luns[0]!;
    const uuids = () => nas.snapshots.map((snapshot) => snapshot.uuid);
    assert.equal(
      await text("snapshot", "take", "--name", "one", "--unlocked"),
      `LUN          jenkins\nsnapshot     one, ${uuids()[0]!}\ntaken        2026-08-07 02:45 UTC\ndescription  one\n`,
    );
    assert.match(
      await text("snapshot", "take", "--description", "Before the update"),
      /^LUN .*\nsnapshot +before-the-update, .*\ntaken .* UTC, locked\ndescription +before-the-update: Before the update\n$/,
    );
    assert.match(
      await text("snapshot", "list"),
      /^snapshot +taken +age +by +locked +status +description\none .*\nbefore-the-update .* jenkins-stack +locked +Healthy +before-the-update: Before the update\n$/,
    );
    assert.match(
      await text("snapshot", "clone", "--snapshot", "one", "--name", "rehearsal"),
      /^LUN +rehearsal, .*\nfrom +snapshot one of LUN jenkins\ndevice +\/dev\/disk\/by-id\/scsi-36001405\w+\n$/,
    );
    assert.equal(
      await text("snapshot", "restore", "--snapshot", "one"),
      "LUN     jenkins\nholds   snapshot one\nbefore  is kept in snapshot before-restore-one\n",
    );
    await text("snapshot", "take", "--name", "two", "--unlocked");
    const pruned =
      "one\nkept          before-the-update, before-restore-one, two\n" +
      "locked        2 of these; unlock in SAN Manager > Snapshot what may go\nnot ours      none\n";
    assert.equal(
      await text("snapshot", "prune", "--keep", "1", "--dry-run"),
      `LUN           jenkins\nwould delete  ${pruned}`,
    );
    assert.equal(uuids().length, 4);
    assert.match(await text("snapshot", "prune", "--keep", "1"), /^LUN .*\ndeleted +one\n/);
    assert.equal(uuids().length, 3);
    assert.match(
      await text("lun", "grow", "--size", "3Gi"),
      /^LUN +jenkins\nsize +3 GiB, before 2 GiB\n\nwhat the NAS cannot do:\n1\. on the node .* iscsiadm -m node -T iqn\.2000-01\.com\.synology:nas\.jenkins -R\n2\. /,
    );
    assert.equal(
      await text("lun", "grow", "--size", "3Gi"),
      "LUN   jenkins\nsize  3 GiB, before 3 GiB\n",
    );
    const retired = await text("lun", "retire");
    const [, name = ""] = /retired as (jenkins\.retired-\d{8}-ac36da), /.exec(retired) ?? [];
    assert.equal(
      retired,
      [
        `LUN        jenkins, retired as ${name}, ${uuid}`,
        "target     jenkins, iqn.2000-01.com.synology:nas.jenkins, disabled",
        `delete it  nas lun delete --confirm ${name}`,
        "",
      ].join("\n"),
    );
    for (const snapshot of nas.snapshots) snapshot.is_user_locked = false;
    assert.equal(
      await text("lun", "delete", "--confirm", name),
      `LUN ${name} (${uuid}) is deleted\n`,
    );
    assert.equal(await text("lun", "delete", "--confirm", name), "nothing was deleted\n");
    assert.deepEqual(
      nas.luns.map((lun) => lun.name),
      ["rehearsal"],
    );
  });
});
