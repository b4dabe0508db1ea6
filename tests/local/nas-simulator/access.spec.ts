import assert from "node:assert/strict";

import {
  capacity,
  discover,
  inquire,
  loginRefused,
  type LunAddress,
} from "../../../local/initiator";
import { codeOf, secret, TestNas, type Answer } from "./support/nas";

const chap = { user: "k8s", password: secret };
const node = "iqn.2004-10.com.example:node1";
const stranger = "iqn.2004-10.com.example:stranger";
const anybody = "iqn.2000-01.com.synology:default.acl";

const targetIn = (answer: Answer): Record<string, unknown> =>
  (answer.data as { target: Record<string, unknown> }).target;

describe("simulated NAS: who may use a LUN, seen by a real initiator (A-28)", () => {
  const nas = new TestNas();
  before(() => nas.start());
  beforeEach(() => nas.reset());
  after(() => nas.stop());

  const offered = async (
    name: string,
    target: object = {},
  ): Promise<{ uuid: string; id: string; address: LunAddress }> => {
    const { uuid, id, iqn } = await nas.offerLun(name, target);
    return { uuid, id, address: { portal: nas.portal, iqn, lun: 1, chap } };
  };
  /** Whether an initiator of that name finds and opens the LUN; both or neither. */
  const gets = async (address: LunAddress, initiator: string): Promise<boolean> => {
    const found = (await discover(nas.portal, initiator)).includes(address.iqn);
    const opened = await inquire({ ...address, initiator }).then(
      () => true,
      () => false,
    );
    assert.equal(opened, found);
    return found;
  };
  const replaceHosts = (hosts: object[]): Promise<unknown> =>
    nas.administer("POST", "hosts", hosts);
  const host = (lunUuid: string, more: object = {}): object => ({
    hostId: "1",
    name: "workers",
    initiatorIds: [node],
    acls: [{ lunUuid, permission: "rw" }],
    ...more,
  });

  it("lets everybody find a LUN that no host is configured for", async () => {
    const { address } = await offered("open");
    assert.equal(await gets(address, stranger), true);
    assert.deepEqual((await nas.call("SYNO.Core.ISCSI.Host", "list")).data, { hosts: [] });
  });

  it("shows a LUN with a host to the initiators of the host only", async () => {
    const { uuid, address } = await offered("masked");
    const { address: other } = await offered("unmasked");
    await replaceHosts([host(uuid)]);
    assert.deepEqual(
      [await gets(address, node), await gets(address, stranger), await gets(other, stranger)],
      [true, false, true],
    );
    await replaceHosts([]);
    assert.equal(await gets(address, stranger), true);
  });

  it("adds initiators to a host, and shows it with its access list when asked", async () => {
    const { uuid, address } = await offered("hosted");
    await replaceHosts([host(uuid)]);
    const hosts = "SYNO.Core.ISCSI.Host";
    const map = (parameters: object): Promise<Answer> =>
      nas.call(hosts, "map_initiator", parameters);
    assert.equal(codeOf(await map({ host_id: "1", initiator_ids: [stranger] })), 0);
    assert.equal(await gets(address, stranger), true);
    const { host: shown } = (await nas.call(hosts, "get", { host_id: "1" })).data as {
      host: object;
    };
    assert.deepEqual(shown, { host_id: "1", name: "workers", initiator_ids: [node, stranger] });
    const listed = await nas.call(hosts, "list", { additional: ["acls"] });
    const acls = [{ lun_uuid: uuid, permission: "rw" }];
    assert.deepEqual(listed.data, { hosts: [{ ...shown, acls }] });
    assert.equal(codeOf(await map({ host_id: "2", initiator_ids: [node] })), 18990004);
    assert.equal(codeOf(await map({ host_id: "1", initiator_ids: ["node1"] })), 18990004);
    assert.equal(codeOf(await map({ host_id: "1" })), 18990508);
  });

  it("keeps the hosts over a restart", async () => {
    const { uuid, address } = await offered("lasting");
    await replaceHosts([host(uuid)]);
    await nas.restart();
    await nas.login();
    assert.deepEqual([await gets(address, node), await gets(address, stranger)], [true, false]);
  });

  it("masks a target by its access list: set, add, remove", async () => {
    const { id, address } = await offered("listed");
    const mask = (method: string, acls: unknown[]): Promise<Answer> =>
      nas.target(`acl_masks_${method}`, { target_id: id, acls });
    assert.equal(codeOf(await mask("set", [{ iqn: node, permission: "rw" }])), 0);
    assert.deepEqual([await gets(address, node), await gets(address, stranger)], [true, false]);
    await mask("add", [{ iqn: stranger, permission: "rw" }]);
    assert.deepEqual([await gets(address, node), await gets(address, stranger)], [true, true]);
    await mask("remove", [node]);
    assert.deepEqual([await gets(address, node), await gets(address, stranger)], [false, true]);
    const shown = await nas.target("get", { target_id: id, additional: ["acls"] });
    assert.deepEqual(targetIn(shown)["acls"], [{ iqn: stranger, permission: "rw" }]);
    await mask("set", [{ iqn: anybody, permission: "rw" }]);
    assert.equal(await gets(address, node), true);
    assert.equal(codeOf(await mask("set", ["", 4])), 18990004);
  });

  it("shows the portals of a target: the default ones, added ones, removed ones", async () => {
    const { id } = await offered("bound");
    const portals = async (): Promise<unknown> =>
      targetIn(await nas.target("get", { target_id: id }))["network_portals"];
    const port = nas.iscsiPort;
    const all = { interface_name: "all", ip: "", port };
    const storage = { interface_name: "ovs_eth1", ip: "fd00:5::10", port };
    assert.deepEqual(await portals(), [all]);
    await nas.target("network_portals_add", { target_id: id, network_portals: [storage] });
    assert.deepEqual(await portals(), [all, storage]);
    await nas.target("network_portals_remove", { target_id: id, network_portals: [all] });
    assert.deepEqual(await portals(), [storage]);
    const wrong = { target_id: id, network_portals: [{ ip: "fd00:5::10" }] };
    assert.equal(codeOf(await nas.target("network_portals_add", wrong)), 18990004);
  });

  it("proves itself to an initiator with mutual CHAP", async () => {
    const mutual = { user: "nas", password: "Mutual-12chars" };
    const { id, address } = await offered("mutual", {
      auth_type: 2,
      mutual_user: mutual.user,
      mutual_password: mutual.password,
    });
    const asking = { ...address, mutualChap: mutual };
    assert.equal(await loginRefused(asking), false);
    const wrong = { user: "nas", password: "Wrong-12-chars" };
    assert.equal(await loginRefused({ ...address, mutualChap: wrong }), true);
    const shown = targetIn(await nas.target("get", { target_id: id }));
    assert.deepEqual(
      [shown["auth_type"], shown["mutual_user"], shown["mutual_password"]],
      [2, "nas", ""],
    );
    const { user, password } = chap;
    await nas.target("set", { target_id: id, auth_type: 1, user, password });
    assert.equal(await loginRefused(address), false);
    assert.equal(await loginRefused(asking), true);
  });

  it("maps several LUNs to a target from its side, and unmaps those that are named", async () => {
    const { uuid: first, id, address } = await offered("several");
    const { uuid: second } = await offered("second");
    const { uuid: third } = await offered("third");
    const map = { target_id: id, lun_uuids: [first, second, third] };
    assert.equal(codeOf(await nas.target("map_lun", map)), 0);
    assert.equal(await inquire({ ...address, lun: 3 }), third);
    assert.equal(codeOf(await nas.target("unmap_lun", { target_id: id, lun_uuids: [second] })), 0);
    const shown = await nas.target("get", { target_id: id, additional: ["mapped_lun"] });
    assert.deepEqual(targetIn(shown)["mapped_luns"], [
      { lun_uuid: first, mapping_index: 1 },
      { lun_uuid: third, mapping_index: 3 },
    ]);
    assert.equal(codeOf(await nas.target("map_lun", { target_id: id })), 18990508);
    assert.equal(
      codeOf(await nas.target("map_lun", { target_id: id, lun_uuids: ["x"] })),
      18990505,
    );
  });

  it("takes a LUN away from initiators while it is unloaded, and keeps its mapping", async () => {
    const { uuid, id, address } = await offered("unloaded");
    assert.equal(codeOf(await nas.lun("unload_lun", { uuid })), 0);
    await assert.rejects(inquire(address), /LOGICAL_UNIT_NOT_SUPPORTED/);
    const map = { uuid, target_ids: [id] };
    assert.equal(codeOf(await nas.lun("map_target", map)), 18990570);
    assert.equal(codeOf(await nas.lun("load_lun", { uuid })), 0);
    assert.equal(await inquire(address), uuid);
  });

  it("lists targets of one LUN, and the sessions a test wants", async () => {
    const { uuid, address } = await offered("asked");
    await offered("not-asked");
    const session = { iqn: node, ip: "fd00:5::21" };
    await nas.administer("POST", "settings", { injectedSessions: { [address.iqn]: [session] } });
    const additional = ["connected_sessions", "status"];
    const { targets } = (await nas.target("list", { lun_uuid: uuid, additional })).data as {
      targets: Record<string, unknown>[];
    };
    assert.deepEqual(
      targets.map((target) => [target["name"], target["status"], target["connected_sessions"]]),
      [["asked", "connected", [session]]],
    );
  });

  it("offers the capacity of a LUN that grew while it was not mapped", async () => {
    const { uuid, id, address } = await offered("grown");
    await nas.lun("unmap_target", { uuid, target_ids: [id] });
    await nas.lun("set", { uuid, new_size: 2 ** 31 });
    await nas.lun("map_target", { uuid, target_ids: [id] });
    assert.equal(await capacity(address), 2 ** 31);
  });
});
