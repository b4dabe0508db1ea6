import assert from "node:assert/strict";

import { capacity, compareImage, inquire, writeImage } from "../../../local/initiator";
import { FilledLuns, smallSize } from "./support/filled-luns";
import { IdleInitiator } from "./support/initiators";
import {
  codeOf,
  eventually,
  lunFields,
  snapshotAttributes,
  TestNas,
  type Answer,
} from "./support/nas";

type Row = Readonly<Record<string, unknown>>;

const uuidOf = (answer: Answer, key: string): string =>
  String((answer.data as Record<string, unknown> | undefined)?.[key]);
const lunIn = (answer: Answer): Row => (answer.data as { lun: Row }).lun;
const snapshotIn = (answer: Answer): Row => (answer.data as { snapshot: Row }).snapshot;

describe("simulated NAS: snapshots, seen by a real initiator (A-26)", () => {
  const nas = new TestNas();
  let filled: FilledLuns;
  before(async () => {
    await nas.start();
    filled = new FilledLuns(nas);
  });
  beforeEach(() => nas.reset());
  after(() => nas.stop());

  const names = async (lun: string): Promise<unknown[]> => {
    const { data } = await nas.lun("list_snapshot", { src_lun_uuid: lun });
    const { count, snapshots } = data as { count: number; snapshots: Row[] };
    assert.equal(count, snapshots.length);
    return snapshots.map((snapshot) => snapshot["name"]);
  };

  it("shows a snapshot as DSM does, alone, in the list and at its LUN", async () => {
    const { uuid: lun } = await filled.offer("shown");
    const before = Math.floor(Date.now() / 1000);
    const uuid = await filled.snapshot(lun, "pre-upgrade", { is_locked: true, taken_by: "pulumi" });
    const { create_time, snapshot_time, version, ...shown } = snapshotIn(
      await nas.lun("get_snapshot", { snapshot_uuid: uuid }),
    );
    assert.ok(Number(create_time) >= before && create_time === snapshot_time);
    assert.match(String(version), /^[0-9a-f]{32}$/);
    assert.deepEqual(shown, {
      description: "pre-upgrade",
      is_app_consistent: false,
      is_user_locked: true,
      mapped_size: 0,
      name: "pre-upgrade",
      parent_lun_id: 1,
      parent_uuid: lun,
      root_path: "/volume1",
      snapshot_id: 1,
      status: "Healthy",
      taken_by: "pulumi",
      total_size: smallSize,
      type: 2,
      uuid,
    });
    assert.deepEqual(await names(lun), ["pre-upgrade"]);
    const additional = ["snapshot_info"];
    const { snapshots } = lunIn(await nas.lun("get", { uuid: lun, additional })) as {
      snapshots: Row[];
    };
    assert.deepEqual(snapshots[0]?.["status"], {
      progress: { percent: -1, step: "waiting" },
      type: "Healthy",
    });
  });

  it("names what nobody named, and who took it", async () => {
    const { uuid } = await filled.offer("unnamed");
    await nas.lun("take_snapshot", { src_lun_uuid: uuid });
    await nas.lun("take_snapshot", { src_lun_uuid: uuid, taken_by: "" });
    const { data } = await nas.lun("list_snapshot", { src_lun_uuid: uuid });
    const { snapshots } = data as { snapshots: Row[] };
    assert.deepEqual(
      snapshots.map((one) => [one["name"], one["taken_by"], one["is_user_locked"]]),
      [
        ["SnapShot-1", "webapi", false],
        ["SnapShot-2", "webapi", false],
      ],
    );
  });

  it("restores every byte and the serial, keeps newer snapshots, and tells when", async () => {
    const { uuid, address } = await filled.offer("restored");
    const old = await filled.snapshot(uuid, "old");
    await writeImage(address, filled.second);
    await filled.snapshot(uuid, "new");
    assert.equal(await compareImage(address, filled.first), false);
    const restore = { src_lun_uuid: uuid, snapshot_uuid: old };
    assert.equal(codeOf(await nas.lun("restore_snapshot", restore)), 0);
    assert.equal(await compareImage(address, filled.first), true);
    assert.equal(await inquire(address), uuid);
    assert.deepEqual(await names(uuid), ["old", "new"]);
    const { restored_time } = lunIn(await nas.lun("get", { uuid }));
    assert.ok(Number(restored_time) >= Math.floor(Date.now() / 1000) - 5);
    const forward = await nas.lun("list_snapshot", { src_lun_uuid: uuid });
    const [, newer] = (forward.data as { snapshots: Row[] }).snapshots;
    await nas.lun("restore_snapshot", { src_lun_uuid: uuid, snapshot_uuid: newer?.["uuid"] });
    assert.equal(await compareImage(address, filled.second), true);
  });

  it("restores and grows under an initiator that is logged in, and refuses neither", async () => {
    const { uuid, id, address } = await filled.offer("in-use");
    const snapshot_uuid = await filled.snapshot(uuid, "in-use");
    await writeImage(address, filled.second);
    const sessions = async (): Promise<Row[]> => {
      const additional = ["connected_sessions"];
      const { data } = await nas.target("get", { target_id: id, additional });
      return (data as { target: { connected_sessions: Row[] } }).target.connected_sessions;
    };
    const initiator = new IdleInitiator(address, nas.folder);
    try {
      const connected = await eventually(sessions, (seen) => seen.length === 1);
      assert.deepEqual(connected, [{ iqn: initiator.name, ip: "::1" }]);
      assert.equal(await initiator.firstByte(), filled.firstBytes.second);
      const restore = { src_lun_uuid: uuid, snapshot_uuid };
      assert.equal(codeOf(await nas.lun("restore_snapshot", restore)), 0);
      assert.equal(codeOf(await nas.lun("set", { uuid, new_size: 2 * smallSize })), 0);
      assert.deepEqual(await sessions(), connected);
      assert.equal(await initiator.firstByte(), filled.firstBytes.first);
      assert.equal(await capacity(address), 2 * smallSize);
      assert.equal(await inquire(address), uuid);
    } finally {
      await initiator.end();
    }
  });

  it("restores the size that the LUN had", async () => {
    const { uuid, address } = await filled.offer("size");
    const snapshot = await filled.snapshot(uuid, "small");
    await nas.lun("set", { uuid, new_size: 2 * smallSize });
    assert.equal(await capacity(address), 2 * smallSize);
    await nas.lun("restore_snapshot", { src_lun_uuid: uuid, snapshot_uuid: snapshot });
    assert.equal(await capacity(address), smallSize);
    assert.equal(await compareImage(address, filled.first), true);
  });

  it("deletes a locked snapshot without a word, once; then it is unknown", async () => {
    const { uuid } = await filled.offer("locked");
    const snapshot_uuid = await filled.snapshot(uuid, "locked", { is_locked: true });
    const request = { snapshot_uuid, deleted_by: "test" };
    assert.equal(codeOf(await nas.lun("delete_snapshot", request)), 0);
    assert.equal(codeOf(await nas.lun("delete_snapshot", request)), 18990532);
    assert.equal(codeOf(await nas.lun("get_snapshot", request)), 18990532);
  });

  it("locks, unlocks, renames and describes a snapshot", async () => {
    const { uuid } = await filled.offer("described");
    const snapshot_uuid = await filled.snapshot(uuid, "one");
    await filled.snapshot(uuid, "two");
    const shown = async (): Promise<unknown[]> => {
      const snapshot = snapshotIn(await nas.lun("get_snapshot", { snapshot_uuid }));
      return [snapshot["name"], snapshot["description"], snapshot["is_user_locked"]];
    };
    await nas.lun("lock_snapshot", { snapshot_uuid });
    assert.deepEqual(await shown(), ["one", "one", true]);
    await nas.lun("unlock_snapshot", { snapshot_uuid });
    assert.deepEqual(await shown(), ["one", "one", false]);
    const change = { snapshot_uuid, snapshot_name: "three", description: "why", is_locked: true };
    assert.equal(codeOf(await nas.lun("set_snapshot", change)), 0);
    assert.deepEqual(await shown(), ["three", "why", true]);
    const taken = { snapshot_uuid, snapshot_name: "two" };
    assert.equal(codeOf(await nas.lun("set_snapshot", taken)), 18990513);
  });

  it("refuses a name twice (18990513), one too many (18990543), and a LUN without snapshots (18990500)", async () => {
    const { uuid } = await filled.offer("refused");
    await nas.administer("POST", "settings", { maxSnapshotsPerLun: 9, maxSnapshotsPerLunV2: 2 });
    const request = { src_lun_uuid: uuid, snapshot_name: "é_ +@/%" };
    assert.equal(codeOf(await nas.lun("take_snapshot", request)), 0);
    assert.equal(codeOf(await nas.lun("take_snapshot", request)), 18990513);
    await nas.administer("POST", "scheduled-snapshot", { lun: "refused" });
    assert.deepEqual(await names(uuid), ["é_ +@/%", "SnapShot-2"]);
    const third = { src_lun_uuid: uuid, snapshot_name: "third" };
    assert.equal(codeOf(await nas.lun("take_snapshot", third)), 18990543);
    const plain = uuidOf(await nas.lun("create", lunFields("plain")), "uuid");
    assert.equal(codeOf(await nas.lun("take_snapshot", { src_lun_uuid: plain })), 18990500);
  });

  it("asks for every identity: 18990508 without, 18990505 for a wrong one, 18990531 and 18990532 for an absent one", async () => {
    const { uuid } = await filled.offer("identity");
    const { uuid: other } = await nas.offerLun("identity-two", {}, snapshotAttributes);
    const snapshot_uuid = await filled.snapshot(uuid, "one");
    const absent = "00000000-0000-4000-8000-000000000000";
    const restore = async (request: object): Promise<number> =>
      codeOf(await nas.lun("restore_snapshot", request));
    assert.equal(await restore({ snapshot_uuid }), 18990508);
    assert.equal(await restore({ src_lun_uuid: uuid }), 18990508);
    assert.equal(await restore({ src_lun_uuid: "identity", snapshot_uuid }), 18990505);
    assert.equal(await restore({ src_lun_uuid: absent, snapshot_uuid }), 18990531);
    assert.equal(await restore({ src_lun_uuid: uuid, snapshot_uuid: absent }), 18990532);
    assert.equal(await restore({ src_lun_uuid: other, snapshot_uuid }), 18990532);
  });

  it("loses the snapshots of a LUN with the LUN", async () => {
    const { uuid } = await filled.offer("gone");
    const snapshot_uuid = await filled.snapshot(uuid, "gone");
    assert.equal(codeOf(await nas.lun("delete", { uuid })), 0);
    assert.equal(codeOf(await nas.lun("get_snapshot", { snapshot_uuid })), 18990532);
    assert.equal(codeOf(await nas.lun("list_snapshot", { src_lun_uuid: uuid })), 18990531);
  });

  it("keeps snapshots and their content over a restart", async () => {
    const { uuid, address } = await filled.offer("lasting");
    const snapshot_uuid = await filled.snapshot(uuid, "lasting");
    await writeImage(address, filled.second);
    await nas.restart();
    await nas.login();
    assert.deepEqual(await names(uuid), ["lasting"]);
    await nas.lun("restore_snapshot", { src_lun_uuid: uuid, snapshot_uuid });
    assert.equal(await compareImage(address, filled.first), true);
  });
});
