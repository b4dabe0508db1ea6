import assert from "node:assert/strict";

import { sendWeb } from "../../../local/nas-simulator/web";
import { codeOf, lunFields, TestNas, type Answer } from "./support/nas";

describe("simulated NAS: forms in which public clients call it", () => {
  const nas = new TestNas();
  before(() => nas.start());
  beforeEach(() => nas.reset());
  after(() => nas.stop());

  it("takes a GET with everything in the query, and lets the body win over it", async () => {
    const port = Number(new URL(nas.url).port);
    const web = { nasFolder: nas.folder, port, headers: nas.session };
    const path = "/webapi/entry.cgi?api=SYNO.Core.ISCSI.LUN&version=1&method=list";
    const { text } = await sendWeb({ ...web, path });
    assert.deepEqual(JSON.parse(text), { success: true, data: { luns: [] } });
    const body = "method=get&uuid=%22absent%22";
    const posted = await sendWeb({ ...web, path, method: "POST", body });
    assert.equal(codeOf(JSON.parse(posted.text) as Answer), 18990531);
  });

  it("takes what clients send that quote little: unquoted text, numbers in `target_ids`, cookie or `_sid`", async () => {
    const cookie = nas.session["cookie"] ?? "";
    const token = nas.session["x-syno-token"] ?? "";
    const byCookie = { headers: { cookie, "x-syno-token": token } };
    const byField = { _sid: cookie.slice("id=".length), SynoToken: token };
    const lunApi = "SYNO.Core.ISCSI.LUN";
    const create = {
      name: '"quoted"',
      size: "1073741824",
      type: "BLUN",
      location: "/volume1",
      description: "default/jenkins home",
      dev_attribs: '[{"dev_attrib":"emulate_tpu","enable":1}]',
    };
    const created = await nas.open(lunApi, "create", create, byCookie);
    const { uuid } = created.data as { uuid: string };
    const target = { name: "plain", iqn: "iqn.2000-01.com.synology:plain", auth_type: "1" };
    const chap = { user: "k8s", password: "Secret-12chars" };
    const made = await nas.open("SYNO.Core.ISCSI.Target", "create", {
      ...target,
      ...chap,
      ...byField,
    });
    const { target_id } = made.data as { target_id: number };
    const map = { uuid: `"${uuid}"`, target_ids: `[${target_id}]` };
    assert.equal(codeOf(await nas.open(lunApi, "map_target", map, byCookie)), 0);
    const { lun } = (await nas.lun("get", { uuid })).data as { lun: Record<string, unknown> };
    assert.deepEqual([lun["name"], lun["description"]], ["quoted", "default/jenkins home"]);
    const remove = { uuid: '""', uuids: `["${uuid}"]`, is_soft_feas_ignored: "true" };
    assert.equal(codeOf(await nas.open(lunApi, "delete", { ...remove, ...byField })), 0);
    assert.deepEqual((await nas.lun("list")).data, { luns: [] });
  });

  it("takes the API from the path when no field names one", async () => {
    const path = "/webapi/entry.cgi/SYNO.API.Auth.UIConfig";
    const { text, cookies } = await nas.raw({ version: "1", method: "get" }, { path });
    assert.deepEqual(JSON.parse(text), { success: true, data: {} });
    const cookie = /^_SSID=([\w-]{43}); /.exec(cookies[0] ?? "");
    assert.equal(Buffer.from(cookie?.[1] ?? "", "base64url").length, 32);
  });

  it("tells the key for encrypted logins under encryption.cgi and nothing else there", async () => {
    const path = "/webapi/encryption.cgi";
    const answer = await nas.open("SYNO.API.Encryption", "getinfo", { format: "module" }, { path });
    const data = answer.data as Record<string, unknown>;
    assert.match(String(data["public_key"]), /^[0-9a-f]{512}$/);
    assert.deepEqual(Object.keys(data), ["cipherkey", "ciphertoken", "public_key", "server_time"]);
    assert.equal(codeOf(await nas.open("SYNO.Core.ISCSI.LUN", "list", {}, { path })), 102);
  });

  it("tells model, limits, network and identity in the forms of DSM", async () => {
    await nas.administer("POST", "settings", {
      maxLuns: 4,
      maxTargets: 2,
      maxSnapshotsPerLunV2: 64,
    });
    const of = async (
      api: string,
      method: string,
      more: object = {},
      version = 1,
    ): Promise<unknown> => (await nas.call(api, method, more, version)).data;
    const define = await of("SYNO.Core.System", "info", { type: "define" });
    assert.deepEqual(
      ["max_iscsiluns", "max_iscsitrgs", "max_snapshot_per_lun", "max_snapshot_per_lun_v2"].map(
        (key) => (define as Record<string, unknown>)[key],
      ),
      ["4", "2", "256", "64"],
    );
    const { hostname, nif } = (await of("SYNO.Core.System", "info", { type: "network" })) as {
      hostname: string;
      nif: Record<string, unknown>[];
    };
    assert.deepEqual([hostname, nif[0]?.["id"], nif[0]?.["addr"]], ["nas", "eth0", "127.0.0.1"]);
    assert.deepEqual(await of("SYNO.Core.Network.Interface", "list"), [
      {
        ifname: "eth0",
        ip: "127.0.0.1",
        mask: "255.0.0.0",
        speed: 1000,
        status: "connected",
        type: "ethernet",
        use_dhcp: false,
      },
    ]);
    const { nodes } = (await of("SYNO.Core.ISCSI.Node", "list")) as { nodes: { uuid: string }[] };
    assert.deepEqual(await of("SYNO.Core.ISCSI.Node", "get", { additional: ["no_rod_key"] }), {
      node: { uuid: nodes[0]?.uuid, no_rod_key: false },
    });
    const { version } = (await of("SYNO.DSM.Info", "getinfo", {}, 2)) as { version: string };
    assert.equal(version, "72806");
  });

  it("adds to a LUN what a call asks for, import and replication at rest beside it", async () => {
    const created = await nas.lun("create", lunFields("asked"));
    const { uuid } = created.data as { uuid: string };
    const plain = (await nas.lun("get", { uuid })).data as { lun: Record<string, unknown> };
    const additional = ["import_status", "sync_progress", "whitelist", "is_bound", "extent_size"];
    const { lun, ...beside } = (await nas.lun("get", { uuid, additional })).data as {
      lun: Record<string, unknown>;
    };
    assert.deepEqual(beside, {
      import_errno: 18990593,
      import_status: "none",
      sync_progress: -1,
      sync_status: "none",
      whitelist: [],
    });
    assert.deepEqual(lun, { ...plain.lun, is_bound: false, extent_size: 0 });
    assert.deepEqual(Object.keys(plain), ["lun"]);
  });

  describe("a bundle of calls", () => {
    const bundle = (fields: object, version = 2): Promise<Answer> =>
      nas.call("SYNO.Entry.Request", "request", fields, version);
    const results = ({ data }: Answer): unknown[] =>
      (data as { result: { success: boolean; error?: { code: number } }[] }).result.map(
        ({ success, error }) => (success ? 0 : error?.code),
      );
    const list = { api: "SYNO.Core.ISCSI.LUN", method: "list", version: 1 };
    const absent = { api: "SYNO.Core.ISCSI.LUN", method: "get", version: "1", uuid: "absent" };

    it("answers every call of `compound`, flat parameters included", async () => {
      const answer = await bundle({ compound: [list, absent, list], mode: "sequential" });
      assert.deepEqual(results(answer), [0, 18990531, 0]);
      const { has_fail, result } = answer.data as { has_fail: boolean; result: object[] };
      assert.equal(has_fail, true);
      assert.deepEqual(result[0], { ...list, success: true, data: { luns: [] } });
    });

    it("stops at the first failure when it is told to", async () => {
      assert.deepEqual(
        results(await bundle({ compound: [absent, list], stop_when_error: true }, 1)),
        [18990531],
      );
    });

    it("takes `params` with nested parameters, performs the calls and gives their session to each", async () => {
      const create = { ...list, method: "create", params: lunFields("bundled") };
      const params = { stopwhenerror: true, mode: "sequential", params: [create, absent, list] };
      assert.deepEqual(results(await bundle({ params })), [0, 18990531]);
      const { luns } = (await nas.lun("list")).data as { luns: { name: string }[] };
      assert.deepEqual(
        luns.map(({ name }) => name),
        ["bundled"],
      );
    });

    it("gives every call a session that came as parameter", async () => {
      const cookie = nas.session["cookie"] ?? "";
      const token = nas.session["x-syno-token"] ?? "";
      const shown = { _sid: cookie.slice("id=".length), SynoToken: token };
      const fields = { version: "1", compound: JSON.stringify([list, list]), ...shown };
      assert.deepEqual(results(await nas.open("SYNO.Entry.Request", "request", fields)), [0, 0]);
    });

    it("refuses what is no bundle with 114, and a caller without a session with 119", async () => {
      assert.equal(codeOf(await bundle({ compound: "nothing" })), 114);
      const fields = { version: "1", compound: JSON.stringify([list]) };
      assert.equal(codeOf(await nas.open("SYNO.Entry.Request", "request", fields)), 119);
    });
  });
});
