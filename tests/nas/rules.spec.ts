// The ten rules for a client of DSM that the measurements on real ones led to, each as behaviour. What the rules are made
// of in detail is in the specs beside this one.
import assert from "node:assert/strict";

import { lookAtPortal, storageNetwork } from "../../nas/doctor/portals";
import { listLuns } from "../../nas/dsm/luns";
import { deleteLun } from "../../nas/lun/delete";
import { growTo } from "../../nas/lun/grow";
import { retireLun } from "../../nas/lun/retire";
import { parseEnsureRequest, type EnsureRequest } from "../../nas/request";
import { cloneSnapshot } from "../../nas/snapshot/clone";
import { restoreSnapshot } from "../../nas/snapshot/restore";
import { takeSnapshot } from "../../nas/snapshot/take";
import { FakePortal } from "./doctor-fake-portal";
import { ownNas, quiet } from "./own-nas";
import { during, ensure, failureOf, type ScriptedNas, secrets } from "./story";

const gibibyte = 1024 ** 3;
const reads = /^(?:API\.|.+ (?:list|list_snapshot|get|info)$)/;

describe("a client of DSM", () => {
  const given = ownNas();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  beforeEach(() => {
    ({ nas, request } = given());
  });

  /** Every verb that writes, one after the other. */
  const everyVerb = async (): Promise<void> => {
    const chap = { user: "other", password: "other-secret-1" };
    await ensure(request);
    await ensure({ ...request, target: { ...request.target, chap } });
    await during(request, async (session) => {
      const larger = { ...request, lun: { ...request.lun, sizeBytes: 3 * gibibyte } };
      await growTo(session, larger, quiet);
      await takeSnapshot(session, "jenkins", { name: "a", locked: false }, quiet);
      await cloneSnapshot(session, "jenkins", { snapshot: "a", cloneName: "copy" }, quiet);
      await restoreSnapshot(session, "jenkins", { snapshot: "a" }, quiet);
      await deleteLun(session, request, "copy", quiet);
      await retireLun(session, request, quiet);
    });
  };

  it("rule 1: posts a form body, and puts nothing into a URL", async () => {
    await everyVerb();
    for (const { verb, url, headers } of nas.requests)
      assert.deepEqual(
        [verb, url, headers["content-type"]],
        ["POST", "/webapi/entry.cgi", "application/x-www-form-urlencoded; charset=UTF-8"],
      );
  });

  it("rule 2: encodes every parameter as JSON, ids that look like numbers as text", async () => {
    await everyVerb();
    for (const { call, form } of nas.requests.filter(({ call }) => !call.startsWith("API.")))
      for (const [name, value] of Object.entries(form))
        if (!["api", "method", "version", "_sid", "SynoToken"].includes(name)) {
          const decoded = JSON.parse(value) as unknown;
          if (/(uuid|_id|name|iqn|password|user)$/.test(name))
            assert.equal(typeof decoded, "string", `${call} ${name}=${value}`);
        }
    assert.equal(nas.of("Target disable")[0]!.form["target_id"], '"4"');
  });

  it("rule 3: sends session and token twice each", async () => {
    await everyVerb();
    for (const { call, form, headers } of nas.requests) {
      if (call === "API.Auth login") continue;
      assert.equal(headers["cookie"], `id=${form["_sid"]!}`);
      assert.equal(headers["x-syno-token"], form["SynoToken"]);
      assert.ok(form["SynoToken"] !== "" && form["_sid"] !== "");
    }
  });

  it("rule 4: logs in again once for a lost session, and never after a refusal", async () => {
    for (const code of [105, 106, 107, 119, 150]) {
      nas.requests.length = 0;
      nas.faults.set("LUN list", [{ code }]);
      await during(request, listLuns);
      assert.equal(nas.of("API.Auth login").length, 2);
      nas.requests.length = 0;
      nas.faults.set("LUN list", [{ code }, { code }]);
      await failureOf(during(request, listLuns));
      assert.equal(nas.of("API.Auth login").length, 2);
    }
    for (let code = 400; code <= 411; code++) {
      nas.requests.length = 0;
      nas.faults.set("LUN list", [{ code: 106 }]);
      nas.faults.set("API.Auth login", ["none", { code }]);
      const failure = await failureOf(during(request, listLuns));
      assert.match(failure.message, /because Auto Block bans this machine's address/);
      assert.equal(nas.of("API.Auth login").length, 2);
    }
  });

  it("rule 5: looks for the exact name in an unfiltered list, and adopts instead of making", async () => {
    const first = await ensure(request);
    nas.luns[0]!.name = "Jenkins";
    assert.match((await failureOf(ensure(request))).message, /target\.mappings/);
    nas.luns[0]!.name = "jenkins";
    assert.deepEqual(await ensure(request), first);
    assert.equal(nas.of("LUN create").length, 1);
    for (const { form } of [...nas.of("LUN list"), ...nas.of("Target list")])
      assert.deepEqual(
        [form["types"], form["location"], form["lun_uuid"]],
        [undefined, undefined, undefined],
      );
  });

  it("rule 6: reads back after every write", async () => {
    await everyVerb();
    const writes = nas.calls.flatMap((call, at) => (reads.test(call) ? [] : [at]));
    assert.ok(writes.length >= 12);
    for (const at of writes) assert.match(nas.calls[at + 1]!, / (list|get|list_snapshot)$/);
  });

  it("rule 6: needs six calls where nothing changed, CHAP among them, which cannot be read", async () => {
    await ensure(request);
    assert.equal(nas.calls.length, 13);
    nas.requests.length = 0;
    await ensure(request);
    // The command line adds one: whose NAS it is (`Node list`).
    assert.deepEqual(nas.calls, [
      ...["API.Auth login", "LUN list", "Target list", "Target set", "API.Auth logout"],
    ]);
  });

  it("rule 7: refuses what DSM would not: nothing in use is deleted, unmapped or reverted", async () => {
    await ensure(request);
    await during(request, (session) => takeSnapshot(session, "jenkins", { name: "a" }, quiet));
    nas.targets[0]!.connected_sessions = [{ iqn: "iqn.2004-10.com.example:n", ip: "fd00::1" }];
    const before = JSON.stringify(nas.contents);
    const refusals = await during(request, async (session) => [
      await failureOf(deleteLun(session, request, "jenkins", quiet)),
      await failureOf(retireLun(session, request, quiet)),
      await failureOf(restoreSnapshot(session, "jenkins", { snapshot: "a" }, quiet)),
    ]);
    assert.deepEqual(
      refusals.map(({ kind }) => kind),
      ["refused", "refused", "refused"],
    );
    assert.equal(JSON.stringify(nas.contents), before);
  });

  it("rule 8: takes whole GiB from 1 on, and only ever more of them", async () => {
    for (const sizeBytes of [0, 1, gibibyte - 1, gibibyte + 1, -gibibyte])
      assert.throws(
        () =>
          parseEnsureRequest(JSON.stringify({ ...request, lun: { ...request.lun, sizeBytes } })),
        /lun\.sizeBytes: expected a multiple of 1 GiB/,
      );
    await ensure(request);
    const smaller = { ...request, lun: { ...request.lun, sizeBytes: gibibyte } };
    assert.match((await failureOf(ensure(smaller))).message, /a LUN is never shrunk/);
    await ensure({ ...request, lun: { ...request.lun, sizeBytes: 7 * gibibyte } });
    assert.equal(nas.luns[0]!.size, 7_516_192_768);
  });

  it("rule 9: takes the LUN number from the target, and refuses another one than the request's", async () => {
    await ensure(request);
    nas.targets[0]!.mapped_luns[0]!.mapping_index = 3;
    assert.match((await failureOf(ensure(request))).message, /^mappingIndex: expected 1, got 3/);
    assert.equal((await ensure({ ...request, mappingIndex: 3 })).mappingIndex, 3);
  });

  it("rule 10: believes a portal only when the NAS announces it, spelled as [v6]:port (A-23)", async () => {
    const { iqn } = request.target;
    const announces = [`TargetName=${iqn}`, "TargetAddress=[FD00:5::0:10]:3260,1"];
    const portal = await FakePortal.start({ announces });
    const { text } = portal;
    const look = async (): Promise<[string, string]> => {
      const [finding] = await lookAtPortal(storageNetwork(text, undefined)!, [iqn], 5000);
      return [finding!.state, finding!.found];
    };
    const proxied = await look();
    announces.push(`TargetAddress=${text},1`);
    const announced = await look();
    await portal.stop();
    assert.deepEqual(proxied, [
      "error",
      `${text} answers, but the NAS announces only [fd00:5::10]:3260`,
    ]);
    assert.deepEqual(announced[0], "ok");
  });

  it("keeps secrets in form bodies alone", async () => {
    await everyVerb();
    const elsewhere = nas.requests.map(({ url, headers }) => JSON.stringify([url, headers])).join();
    for (const secret of Object.values(secrets)) assert.ok(!elsewhere.includes(secret));
  });
});
