import assert from "node:assert/strict";

import { compareImage, inquire, writeImage, type LunAddress } from "../../../local/initiator";
import { FilledLuns } from "./support/filled-luns";
import { codeOf, lunFields, plainSettings, TestNas, type Answer } from "./support/nas";

type Row = Readonly<Record<string, unknown>>;

const uuidOf = (answer: Answer, key: string): string =>
  String((answer.data as Record<string, unknown> | undefined)?.[key]);
const lunIn = (answer: Answer): Row => (answer.data as { lun: Row }).lun;

describe("simulated NAS: clones, seen by a real initiator (A-26)", () => {
  const nas = new TestNas();
  let filled: FilledLuns;
  before(async () => {
    await nas.start();
    filled = new FilledLuns(nas);
  });
  beforeEach(() => nas.reset());
  after(() => nas.stop());

  it("clones a LUN and a snapshot into LUNs that live on their own", async () => {
    const { uuid, address } = await filled.offer("source");
    const snapshot = await filled.snapshot(uuid, "then");
    await writeImage(address, filled.second);
    const now = { src_lun_uuid: uuid, dst_lun_name: "copy-now", dst_location: "/volume1" };
    const then = { src_lun_uuid: uuid, snapshot_uuid: snapshot, cloned_lun_name: "copy-then" };
    const copies = {
      now: uuidOf(await nas.lun("clone", now), "dst_lun_uuid"),
      then: uuidOf(await nas.lun("clone_snapshot", then), "cloned_lun_uuid"),
    };
    await nas.lun("delete_snapshot", { snapshot_uuid: snapshot });
    await nas.lun("delete", { uuid });
    const iqn = "iqn.2000-01.com.synology:copies";
    const { data } = await nas.target("create", { name: "copies", iqn });
    const target_ids = [(data as { target_id: number }).target_id];
    for (const copy of [copies.now, copies.then])
      await nas.lun("map_target", { uuid: copy, target_ids });
    const at = (lun: number): LunAddress => ({ portal: nas.portal, iqn, lun });
    assert.equal(await compareImage(at(1), filled.second), true);
    assert.equal(await compareImage(at(2), filled.first), true);
    assert.deepEqual([await inquire(at(1)), await inquire(at(2))], [copies.now, copies.then]);
    const additional = ["family_config"];
    const shown = lunIn(await nas.lun("get", { uuid: copies.then, additional }));
    const family = shown["family_config"] as Row;
    assert.deepEqual(
      [family["parent_lun_uuid"], family["parent_lun_name"], family["parent_snapshot_uuid"]],
      [uuid, "source", snapshot],
    );
  });

  it("gives a clone the blocks it reports, and takes none of the volume for it", async () => {
    const { uuid } = await filled.offer("shared");
    const free = async (): Promise<number> => {
      const { data } = await nas.call("SYNO.Core.Storage.Volume", "get", {
        volume_path: "/volume1",
      });
      return Number((data as { volume: Row }).volume["size_free_byte"]);
    };
    const before = await free();
    await nas.lun("clone", {
      src_lun_uuid: uuid,
      dst_lun_name: "sharing",
      dst_location: "/volume1",
    });
    const additional = ["allocated_size"];
    const { luns } = (await nas.lun("list", { additional })).data as { luns: Row[] };
    assert.deepEqual(
      luns.map((lun) => Number(lun["allocated_size"]) >= 2 ** 20),
      [true, true],
    );
    assert.equal(await free(), before);
  });

  const cloneRefusals: [string, object, number][] = [
    ["a name with an underscore", { dst_lun_name: "a_b" }, 18990503],
    ["a name that is taken", { dst_lun_name: "origin" }, 18990538],
    ["no name", { dst_lun_name: undefined }, 18990508],
    ["a volume that is not there", { dst_location: "/volume9" }, 18990501],
    ["a volume of the other filesystem", { dst_location: "/volume2" }, 18990318],
    ["a volume that is full", { dst_location: "/volume3" }, 18990002],
  ];
  for (const [what, wrong, code] of cloneRefusals) {
    it(`refuses a clone with ${what} with ${code} and makes none`, async () => {
      const totalBytes = 100 * 2 ** 30;
      await nas.administer("POST", "settings", {
        volumes: {
          "/volume2": { filesystem: "ext4", totalBytes },
          "/volume3": { filesystem: "btrfs", totalBytes, otherBytes: totalBytes },
        },
      });
      const src_lun_uuid = uuidOf(await nas.lun("create", lunFields("origin")), "uuid");
      const request = { src_lun_uuid, dst_lun_name: "copy", dst_location: "/volume1", ...wrong };
      const given = Object.entries<unknown>(request).filter(([, value]) => value !== undefined);
      assert.equal(codeOf(await nas.lun("clone", Object.fromEntries(given))), code);
      assert.equal(((await nas.lun("list")).data as { luns: Row[] }).luns.length, 1);
    });
  }

  it("locks a LUN while an action settles, each for its own time", async () => {
    await nas.restart({ ...plainSettings, settleByAction: { clone: 60_000, snapshot: 1000 } });
    await nas.login();
    const { uuid, id } = await filled.offer("busy");
    const locked = async (lun: string): Promise<unknown[]> => {
      const additional = ["is_action_locked", "status"];
      const shown = lunIn(await nas.lun("get", { uuid: lun, additional }));
      return [shown["is_action_locked"], shown["status"]];
    };
    await filled.snapshot(uuid, "one");
    assert.deepEqual(await locked(uuid), [true, "normal"]);
    nas.ahead = 1001;
    assert.deepEqual(await locked(uuid), [false, "normal"]);
    const clone = { src_lun_uuid: uuid, dst_lun_name: "copying", dst_location: "/volume1" };
    const copy = uuidOf(await nas.lun("clone", clone), "dst_lun_uuid");
    assert.deepEqual(await locked(copy), [true, "creating"]);
    const map = { uuid: copy, target_ids: [id] };
    assert.equal(codeOf(await nas.lun("map_target", map)), 18990570);
    nas.ahead = 62_000;
    assert.equal(codeOf(await nas.lun("map_target", map)), 0);
    const stopped = { ...clone, dst_lun_name: "stopped" };
    const other = uuidOf(await nas.lun("clone", stopped), "dst_lun_uuid");
    assert.equal(codeOf(await nas.lun("stop_clone", { src_lun_uuid: uuid })), 0);
    assert.equal(codeOf(await nas.lun("get", { uuid: other })), 18990531);
    assert.equal(codeOf(await nas.lun("get", { uuid: copy })), 0);
    await nas.restart();
  });
});
