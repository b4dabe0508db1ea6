// What the model of the NAS allows, asked for before anything is made.
import assert from "node:assert/strict";

import { listApis } from "../../nas/dsm/apis";
import { Connection } from "../../nas/dsm/connection";
import { listHosts } from "../../nas/dsm/hosts";
import { listLuns } from "../../nas/dsm/luns";
import { networkInterfaces, readLimits, readSecurity, systemInfo } from "../../nas/dsm/system";
import { listTargets } from "../../nas/dsm/targets";
import { listVolumes } from "../../nas/dsm/volumes";
import type { EnsureRequest } from "../../nas/request";
import { ownNas } from "./own-nas";
import { during, ensure, failureOf, impatient, type ScriptedNas } from "./story";

describe("what a NAS says of itself", () => {
  const given = ownNas();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  beforeEach(() => {
    ({ nas, request } = given());
  });
  const makes = (): string[] => nas.calls.filter((call) => call.endsWith(" create"));

  it("is asked before a LUN or target is made, and refuses with both limits at once", async () => {
    nas.limits = { max_iscsiluns: "0", max_iscsitrgs: "0" };
    const failure = await failureOf(ensure(request));
    assert.equal(failure.kind, "refused");
    assert.deepEqual(failure.message.split("\n"), [
      "NAS: expected room for one more LUN, got 0 where the model allows 0; remove a LUN that is no longer needed in SAN Manager",
      "NAS: expected room for one more target, got 0 where the model allows 0; remove a target that is no longer needed in SAN Manager",
    ]);
    assert.deepEqual(makes(), []);
  });

  it("counts every LUN, whatever its kind", async () => {
    await ensure(request);
    nas.luns[0]!.type_str = "VDISK_BLUN";
    nas.limits = { max_iscsiluns: "1" };
    const other = { ...request, lun: { ...request.lun, name: "other" } };
    assert.match((await failureOf(ensure(other))).message, /target\.mappings/);
    nas.targets.length = 0;
    assert.match(
      (await failureOf(ensure(other))).message,
      /^NAS: expected room for one more LUN, got 1/,
    );
  });

  it("is not asked when everything is there", async () => {
    await ensure(request);
    nas.limits = { max_iscsiluns: "0", max_iscsitrgs: "0" };
    await ensure(request);
    assert.equal(nas.of("Core.System info").length, 1);
  });

  it("limits nothing where it says nothing", async () => {
    nas.limits = {};
    await ensure(request);
    const limits = await during(request, readLimits);
    assert.deepEqual(limits, { luns: undefined, targets: undefined, snapshotsPerLun: 128 });
  });

  it("is read for doctor, drift and audit", async () => {
    await ensure(request);
    nas.limits = { max_iscsiluns: "10", max_iscsitrgs: "8", max_snapshot_per_lun: "64" };
    await during(request, async (session) => {
      assert.deepEqual(await readLimits(session), { luns: 10, targets: 8, snapshotsPerLun: 64 });
      assert.deepEqual(await systemInfo(session), {
        model: "DS925+",
        firmware: "DSM 7.3.2-86009",
        upTime: "100:1:2",
        time: "Sat Nov 21 14:32:42 2026",
      });
      assert.deepEqual(await readSecurity(session), { sessionTimeoutMinutes: 15 });
      assert.deepEqual(await networkInterfaces(session), [
        { name: "eth0", address: "192.0.2.10", status: "connected" },
      ]);
      assert.deepEqual(await listHosts(session), []);
      const [volume] = await listVolumes(session);
      assert.deepEqual([volume!.path, volume!.freeBytes], ["/volume1", 100 * 1024 ** 3]);
      const [target] = await listTargets(session);
      assert.deepEqual([target!.portals, target!.acls, target!.status], [[], [], ""]);
      assert.equal((await listLuns(session))[0]!.clonedFrom, "");
      assert.equal(session.hasToken, true);
    });
    const apis = await listApis(new Connection(request.nas, impatient));
    assert.deepEqual(apis.get("SYNO.API.Auth"), {
      ...{ name: "SYNO.API.Auth", minVersion: 1, maxVersion: 7, path: "entry.cgi" },
    });
  });

  it("may lack an API without which everything else works", async () => {
    nas.faults.set("Core.Security.DSM get", [{ code: 102 }]);
    nas.faults.set("DSM.Info getinfo", [{ code: 104 }]);
    nas.faults.set("Host list", [{ code: 103 }]);
    await during(request, async (session) => {
      assert.deepEqual(await readSecurity(session), { sessionTimeoutMinutes: undefined });
      assert.equal((await systemInfo(session)).time, undefined);
      assert.deepEqual(await listHosts(session), []);
    });
  });
});
