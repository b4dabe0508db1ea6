// A LUN that was there and is not any more: an empty one in its place would be formatted by the next pod.
import assert from "node:assert/strict";

import { retireLun } from "../../nas/lun/retire";
import type { EnsureRequest } from "../../nas/request";
import { ownLun, quiet, type OwnNas } from "./own-nas";
import { runTool } from "./run-tool";
import { during, ensure, failureOf, type ScriptedNas } from "./story";

const day = new Date("2026-11-21T12:00:00Z");
const nothing = "the NAS differs from the request; nothing was changed";

describe("ensureLun, when the LUN is gone", () => {
  const given = ownLun();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let scratch: OwnNas["scratch"];
  beforeEach(() => {
    ({ nas, request, scratch } = given());
  });

  const retire = () => during(request, (session) => retireLun(session, request, quiet, day));
  const lose = (): void => {
    nas.luns.length = 0;
    nas.targets[0]!.mapped_luns = [];
  };
  const refused = async (...argv: string[]): Promise<string[]> => {
    const before = JSON.stringify(nas.contents);
    const { exitCode, stdout, stderr } = await runTool(
      ["lun", "ensure", ...argv],
      request,
      scratch,
    );
    assert.deepEqual([exitCode, stdout], [3, ""]);
    assert.equal(JSON.stringify(nas.contents), before);
    const lines = stderr.trimEnd().split("\n");
    assert.equal(lines.pop(), nothing);
    return lines;
  };

  it("makes no empty one for a target that is still there (P-08)", async () => {
    lose();
    assert.deepEqual(await refused(), [
      'lun.name: expected LUN "jenkins", got none; target "jenkins" was made for it: ' +
        "restore or clone it under this name, or delete the target to have an empty LUN made",
    ]);
  });

  it("names the one that was retired, and says how to take it back", async () => {
    await retire();
    assert.deepEqual(await refused(), [
      'lun.name: expected LUN "jenkins", got "jenkins.retired-20261121-ac36da"; target "jenkins" was made for it, ' +
        "and it was retired: rename it back and enable the target in SAN Manager, or delete the target to have an empty LUN made",
    ]);
    nas.luns[0]!.name = "jenkins";
    nas.targets[0]!.is_enabled = true;
    const { lun } = await ensure(request);
    assert.equal(lun.uuid, nas.luns[0]!.uuid);
    assert.equal(nas.luns.length, 1);
  });

  it("does not name one that another stack retired from the same name", async () => {
    await retire();
    nas.luns[0]!.description = "[jenkins-stack:iqn.2000-01.com.synology:nas.other]";
    assert.match((await refused())[0]!, /^lun\.name: expected LUN "jenkins", got none; /);
  });

  it("makes an empty one once the target is deleted, as the message says", async () => {
    lose();
    nas.targets.length = 0;
    await ensure(request);
    assert.deepEqual([nas.luns.length, nas.targets.length], [1, 1]);
  });

  it("tells a wrong LUN name from its target's other LUN, both at once", async () => {
    request = { ...request, lun: { ...request.lun, name: "jenkin" } };
    assert.deepEqual(
      (await refused()).map((line) => line.split(":")[0]),
      ["lun.name", "target.mappings"],
    );
  });

  describe("--existing", () => {
    it("makes none even when the target is gone too (P-08)", async () => {
      lose();
      nas.targets.length = 0;
      assert.deepEqual(await refused("--existing"), [
        'lun.name: expected LUN "jenkins", got none; this LUN was made before: ' +
          "restore or clone it under this name, or remove it from the stack",
      ]);
      assert.equal(nas.of("LUN create").length, 0);
    });

    it("names the one that was retired", async () => {
      await retire();
      nas.targets.length = 0;
      assert.deepEqual(await refused("--existing"), [
        'lun.name: expected LUN "jenkins", got "jenkins.retired-20261121-ac36da"; this LUN was made before, ' +
          "and it was retired: rename it back in SAN Manager, or remove it from the stack",
      ]);
    });

    it("does all the rest of ensure: target, mapping, growth and CHAP", async () => {
      nas.targets.length = 0;
      request = { ...request, lun: { ...request.lun, sizeBytes: 3 * 1024 ** 3 } };
      const run = await runTool(["lun", "ensure", "--existing"], request, scratch);
      assert.equal(run.exitCode, 0, run.stderr);
      assert.deepEqual(nas.targets[0]!.mapped_luns, [
        { lun_uuid: nas.luns[0]!.uuid, mapping_index: 1 },
      ]);
      assert.equal(nas.luns[0]!.size, 3 * 1024 ** 3);
    });
  });

  it("lists it with every other difference", async () => {
    lose();
    const failure = await failureOf(ensure({ ...request, mappingIndex: 2 }));
    assert.deepEqual(
      failure.message.split("\n").map((line) => line.split(":")[0]),
      ["lun.name", "mappingIndex", nothing],
    );
  });
});
