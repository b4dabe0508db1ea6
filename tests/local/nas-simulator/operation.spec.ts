import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { inquire } from "../../../local/initiator";
import {
  codeOf,
  eventually,
  lunFields,
  secret,
  snapshotAttributes,
  TestNas,
  type Answer,
} from "./support/nas";

const gibibyte = 2 ** 30;

type Row = Readonly<Record<string, unknown>>;

const lunsIn = (answer: Answer): Row[] => (answer.data as { luns: Row[] }).luns;
const uuidIn = (answer: Answer): string => (answer.data as { uuid: string }).uuid;

describe("simulated NAS: what its operator does", () => {
  const nas = new TestNas();
  before(() => nas.start());
  beforeEach(() => nas.reset());
  after(() => nas.stop());

  const free = async (): Promise<number> => {
    const { data } = await nas.call("SYNO.Core.Storage.Volume", "get", { volume_path: "/volume1" });
    return Number((data as { volume: Row }).volume["size_free_byte"]);
  };

  it("is wiped by a reset and stays the same NAS", async () => {
    const identity = async (): Promise<unknown> =>
      (await nas.call("SYNO.Core.ISCSI.Node", "list")).data;
    const before = await identity();
    const { uuid, iqn } = await nas.offerLun("wiped", {}, snapshotAttributes);
    const address = { portal: nas.portal, iqn, lun: 1, chap: { user: "k8s", password: secret } };
    assert.equal(await inquire(address), uuid);
    await nas.lun("take_snapshot", { src_lun_uuid: uuid });
    await nas.administer("POST", "settings", {
      csrf: false,
      volumes: { "/volume1": { otherBytes: 5 } },
    });
    await nas.fault({ api: "*", method: "list", effect: "code" });
    const pending = nas.administer("GET", "status");
    assert.equal(((await pending) as { pending: unknown[] }).pending.length, 1);
    const session = nas.session;
    await nas.administer("POST", "reset");
    const old = await nas.open("SYNO.Core.ISCSI.LUN", "list", {}, { headers: session });
    assert.equal(codeOf(old), 119);
    await nas.login();
    assert.deepEqual(await identity(), before);
    assert.deepEqual(lunsIn(await nas.lun("list")), []);
    await assert.rejects(inquire(address), /Login Failed/);
    assert.deepEqual(readdirSync(join(nas.folder, "luns")), []);
    assert.equal(await free(), 7_676_309_151_744);
    const { cookie = "" } = nas.session;
    const noToken = await nas.open("SYNO.Core.ISCSI.LUN", "list", {}, { headers: { cookie } });
    assert.equal(codeOf(noToken), 105);
    const { id } = await nas.offerLun("again");
    assert.equal(id, "1");
  });

  it("changes settings while it runs, and refuses unknown ones without changing any", async () => {
    await nas.administer("POST", "settings", { descriptionSettable: false, maxLuns: 1 });
    assert.equal(codeOf(await nas.lun("create", lunFields("only"))), 0);
    assert.equal(codeOf(await nas.lun("create", lunFields("more"))), 18990541);
    const wrong = nas.administer("POST", "settings", { maxLuns: 9, colour: "red" });
    const reason = [': Unrecognized key: "colour"'];
    assert.deepEqual(await wrong, { success: false, error: { code: 114, reason } });
    assert.equal(codeOf(await nas.lun("create", lunFields("more"))), 18990541);
  });

  it("has a volume filled and broken by others", async () => {
    const totalBytes = 10 * gibibyte;
    const settings = { volumes: { "/volume1": { totalBytes, otherBytes: totalBytes - gibibyte } } };
    await nas.administer("POST", "settings", settings);
    assert.equal(await free(), gibibyte);
    await nas.administer("POST", "settings", {
      volumes: { "/volume1": { otherBytes: totalBytes, status: "read_only" } },
    });
    assert.equal(codeOf(await nas.lun("create", lunFields("full"))), 18990002);
    const { data } = await nas.call("SYNO.Core.Storage.Volume", "list", {
      offset: 0,
      limit: -1,
      location: "all",
    });
    const [volume] = (data as { volumes: Row[] }).volumes;
    assert.deepEqual(
      [volume?.["status"], volume?.["readonly"], volume?.["size_free_byte"]],
      ["read_only", true, "0"],
    );
  });

  it("gives the space of a deleted LUN back after a while only", async () => {
    await nas.administer("POST", "settings", { reclaimDelayMs: 60_000 });
    const before = await free();
    const thick = { ...lunFields("thick"), type: "BLUN_THICK" };
    const uuid = uuidIn(await nas.lun("create", thick));
    assert.equal(await free(), before - gibibyte);
    await nas.lun("delete", { uuid });
    assert.deepEqual(lunsIn(await nas.lun("list")), []);
    assert.equal(await free(), before - gibibyte);
    nas.ahead = 61_000;
    assert.equal(await free(), before);
    nas.ahead = 0;
  });

  it("takes a scheduled snapshot, told from others by who took it", async () => {
    const { uuid } = await nas.offerLun("scheduled", {}, snapshotAttributes);
    const taken = await nas.administer("POST", "scheduled-snapshot", { lun: "scheduled" });
    const { data } = await nas.lun("list_snapshot", { src_lun_uuid: uuid });
    const { snapshots } = data as { snapshots: Row[] };
    assert.deepEqual(
      snapshots.map((one) => [one["uuid"], one["name"], one["taken_by"], one["description"]]),
      [
        [
          uuidIn({ success: true, data: taken }),
          "SnapShot-1",
          "scheduler",
          "Scheduled snapshot taken by [nas]",
        ],
      ],
    );
  });

  it("holds disks of virtual machines, which count for the ceiling and which a filter hides", async () => {
    const disk = { name: "vm 1", size: gibibyte };
    const { uuid } = (await nas.administer("POST", "virtual-machine-disk", disk)) as Row;
    const [shown] = lunsIn(await nas.lun("list"));
    assert.deepEqual(
      [shown?.["uuid"], shown?.["type"], shown?.["type_str"]],
      [uuid, 295, "VDISK_BLUN"],
    );
    const types = ["BLUN", "FILE", "THIN", "ADV", "BLUN_THICK", "BLOCK", "CINDER"];
    assert.deepEqual(lunsIn(await nas.lun("list", { types })), []);
    await nas.administer("POST", "settings", { maxLuns: 1 });
    assert.equal(codeOf(await nas.lun("create", lunFields("another"))), 18990541);
    const wanted = { ...lunFields("wanted"), type: "VDISK_BLUN" };
    assert.equal(codeOf(await nas.lun("create", wanted)), 18990500);
  });

  it("refuses connections for a time; sessions last unless it reboots", async () => {
    for (const [reboot, code] of [
      [false, 0],
      [true, 119],
    ] as const) {
      await nas.administer("POST", "outage", { ms: 400, reboot });
      await assert.rejects(nas.lun("list"), /ECONNREFUSED|ECONNRESET|hang up/);
      const back = (): Promise<Answer | undefined> =>
        nas.lun("list").catch((): undefined => undefined);
      const answer = await eventually(back, (seen) => seen !== undefined);
      assert.equal(answer?.error?.code ?? 0, code);
    }
  });

  it("removes the half copy that a killed simulator left behind, and nothing else", async () => {
    const uuid = uuidIn(await nas.lun("create", lunFields("remembered")));
    const folder = join(nas.folder, "luns");
    writeFileSync(join(folder, "half.img.new"), "half a copy");
    writeFileSync(join(folder, "unknown.img"), "somebody's data");
    await nas.restart();
    assert.deepEqual(readdirSync(folder).sort(), [`${uuid}.img`, "unknown.img"].sort());
  });

  it("lists LUNs of one volume", async () => {
    await nas.lun("create", lunFields("here"));
    assert.equal(lunsIn(await nas.lun("list", { location: "/volume1" })).length, 1);
    assert.equal(lunsIn(await nas.lun("list", { location: "/volume2" })).length, 0);
  });

  it("takes names for `get` alone: what a client has not identified it cannot change", async () => {
    await nas.lun("create", lunFields("by-name"));
    assert.equal(codeOf(await nas.lun("get", { uuid: "by-name" })), 0);
    assert.equal(codeOf(await nas.lun("set", { uuid: "by-name", description: "" })), 18990505);
    assert.equal(codeOf(await nas.lun("delete", { uuid: "by-name" })), 18990505);
    assert.equal(lunsIn(await nas.lun("list")).length, 1);
  });
});
