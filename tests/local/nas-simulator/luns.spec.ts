import assert from "node:assert/strict";

import { codeOf, lunFields, plainSettings, TestNas, type Answer } from "./support/nas";

const gibibyte = 2 ** 30;

interface LunView {
  readonly name: string;
  readonly uuid: string;
  readonly size: number;
  readonly [key: string]: unknown;
}

const lunIn = (answer: Answer): LunView => (answer.data as { lun: LunView }).lun;
const namesIn = (answer: Answer): string[] =>
  (answer.data as { luns: LunView[] }).luns.map(({ name }) => name);
const uuidIn = (answer: Answer): string => (answer.data as { uuid: string }).uuid;

describe("simulated NAS: LUNs and volumes", () => {
  const nas = new TestNas();
  const settings = {
    ...plainSettings,
    volumes: {
      "/volume1": { filesystem: "btrfs", totalBytes: 100 * gibibyte },
      "/volume2": { filesystem: "ext4", totalBytes: 100 * gibibyte },
      "/volume3": { filesystem: "btrfs", totalBytes: gibibyte - 1 },
    },
  };
  before(() => nas.start(settings));
  beforeEach(() => nas.login());
  after(() => nas.stop());

  it("tells volume sizes as strings; a missing volume is 117, another path nothing", async () => {
    const volume = (path: string): Promise<Answer> =>
      nas.call("SYNO.Core.Storage.Volume", "get", { volume_path: path });
    const { volume: found } = (await volume("/volume1")).data as {
      volume: Record<string, unknown>;
    };
    assert.equal(found["size_total_byte"], String(100 * gibibyte));
    assert.equal(found["fs_type"], "btrfs");
    assert.equal(codeOf(await volume("/volume9")), 117);
    assert.deepEqual(await volume("/nonsense"), { success: true, data: {} });
  });

  it("creates a LUN and reads it back by uuid and by name", async () => {
    const attribute = { dev_attrib: "can_snapshot", enable: 1 };
    const created = await nas.lun("create", { ...lunFields("home"), dev_attribs: [attribute] });
    const uuid = uuidIn(created);
    const lun = lunIn(await nas.lun("get", { uuid, additional: ["status", "is_mapped"] }));
    assert.deepEqual(
      [lun.name, lun.size, lun["type_str"], lun["type"], lun["status"], lun["is_mapped"]],
      ["home", gibibyte, "BLUN", 263, "normal", false],
    );
    assert.equal(lun["vpd_unit_sn"], uuid);
    assert.ok(
      (lun["dev_attribs"] as unknown[]).some(
        (one) => JSON.stringify(one) === JSON.stringify(attribute),
      ),
    );
    assert.equal(lunIn(await nas.lun("get", { uuid: "home" })).uuid, uuid);
    assert.ok(!("status" in lunIn(await nas.lun("get", { uuid }))));
  });

  const refusals: [string, object, number][] = [
    ["a name with an underscore", { name: "a_b" }, 18990503],
    ["a name sent as number", { name: 12345 }, 18990503],
    ["a name of 256 characters", { name: "n".repeat(256) }, 18990503],
    ["an unknown type", { type: "thin" }, 18990500],
    ["a volume that is not there", { location: "/volume9" }, 18990501],
    ["a type of the other filesystem", { location: "/volume2" }, 18990318],
    ["a size as text", { size: "1073741824" }, 18990502],
    ["a size of nothing", { size: 0 }, 18990502],
    ["an unknown attribute", { dev_attribs: [{ dev_attrib: "x", enable: 1 }] }, 18990622],
    [
      "an attribute that is no switch",
      { dev_attribs: [{ dev_attrib: "emulate_tpu", enable: true }] },
      18990622,
    ],
    ["a name that is taken", { name: "taken" }, 18990538],
    ["a volume with less than 1 GiB free", { location: "/volume3" }, 18990002],
    [
      "a thick LUN larger than the free space",
      { type: "BLUN_THICK", size: 200 * gibibyte },
      18990002,
    ],
  ];
  for (const [what, wrong, code] of refusals) {
    it(`refuses ${what} with ${code} and creates nothing`, async () => {
      await nas.lun("create", lunFields("taken"));
      const before = namesIn(await nas.lun("list"));
      assert.equal(codeOf(await nas.lun("create", { ...lunFields("new"), ...wrong })), code);
      assert.deepEqual(namesIn(await nas.lun("list")), before);
    });
  }

  it("decodes unquoted values as JSON first, so an unquoted numeric name is refused", async () => {
    const fields = { type: "BLUN", location: "/volume1", size: "1073741824" };
    const create = (name: string): Promise<Answer> =>
      nas.open("SYNO.Core.ISCSI.LUN", "create", { ...fields, name }, { headers: nas.session });
    assert.equal(codeOf(await create("777")), 18990503);
    assert.equal(codeOf(await create('"777"')), 0);
    assert.equal(codeOf(await create("unquoted")), 0);
  });

  it("refuses a name of 255 characters with 18990068 but creates the LUN", async () => {
    const name = "n".repeat(255);
    assert.equal(codeOf(await nas.lun("create", { ...lunFields(name) })), 18990068);
    assert.ok(namesIn(await nas.lun("list")).includes(name));
  });

  it("refuses a LUN more than the model has with 18990541", async () => {
    const count = namesIn(await nas.lun("list")).length;
    await nas.restart({ ...settings, maxLuns: count });
    await nas.login();
    assert.equal(codeOf(await nas.lun("create", lunFields("one-more"))), 18990541);
    await nas.restart(settings);
  });

  it("tells an unknown LUN (18990531) from a bad uuid (18990505)", async () => {
    assert.equal(codeOf(await nas.lun("get", { uuid: "absent" })), 18990531);
    assert.equal(codeOf(await nas.lun("get", { uuid: "" })), 18990505);
    assert.equal(codeOf(await nas.lun("get", { uuid: 4 })), 18990505);
  });

  it("filters by type, and refuses a bad filter with 18990619", async () => {
    assert.deepEqual(namesIn(await nas.lun("list", { types: ["FILE"] })), []);
    assert.equal(codeOf(await nas.lun("list", { types: ["nonsense"] })), 18990619);
  });

  it("grows a LUN exactly, never shrinks it, and refuses a taken name", async () => {
    const uuid = uuidIn(await nas.lun("create", lunFields("growing")));
    assert.equal(codeOf(await nas.lun("set", { uuid, new_size: 2 * gibibyte + 1 })), 0);
    assert.equal(codeOf(await nas.lun("set", { uuid, new_size: gibibyte })), 18990502);
    assert.equal(codeOf(await nas.lun("set", { uuid, new_name: "taken" })), 18990538);
    assert.equal(lunIn(await nas.lun("get", { uuid })).size, 2 * gibibyte + 1);
  });

  it("locks a new LUN until it has settled, and maps it only then", async () => {
    await nas.restart({ ...settings, settleMs: 30_000 });
    await nas.login();
    const uuid = uuidIn(await nas.lun("create", lunFields("settling")));
    const iqn = "iqn.2000-01.com.synology:settling";
    await nas.target("create", { name: "settling", iqn });
    const { targets } = (await nas.target("list")).data as { targets: { target_id: number }[] };
    const map = (): Promise<Answer> =>
      nas.lun("map_target", { uuid, target_ids: targets.map(({ target_id }) => target_id) });
    const locked = async (): Promise<unknown[]> => {
      const lun = lunIn(await nas.lun("get", { uuid, additional: ["is_action_locked", "status"] }));
      return [lun["is_action_locked"], lun["status"]];
    };
    assert.deepEqual(await locked(), [true, "creating"]);
    assert.equal(codeOf(await map()), 18990570);
    nas.ahead = 30_001;
    assert.deepEqual(await locked(), [false, "normal"]);
    assert.equal(codeOf(await map()), 0);
  });

  it("lists a deleted LUN until the deletion has settled", async () => {
    await nas.restart({ ...settings, settleMs: 30_000 });
    await nas.login();
    const uuid = uuidIn(await nas.lun("create", lunFields("doomed")));
    assert.equal(codeOf(await nas.lun("delete", { uuid })), 0);
    assert.ok(namesIn(await nas.lun("list")).includes("doomed"));
    nas.ahead = 30_001;
    assert.ok(!namesIn(await nas.lun("list")).includes("doomed"));
  });
});
