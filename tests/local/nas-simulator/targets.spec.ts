import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";

import { capacity, discover, inquire, loginRefused } from "../../../local/initiator";
import { Tgtadm, type InitiatorSession } from "../../../local/nas-simulator/tgtadm";
import { FilledLuns } from "./support/filled-luns";
import { IdleInitiator, keepReading } from "./support/initiators";
import { codeOf, eventually, secret, targetFields, TestNas, type Answer } from "./support/nas";

const gibibyte = 2 ** 30;
const chap = { user: "k8s", password: secret };

const targetIn = (answer: Answer): Record<string, unknown> =>
  (answer.data as { target: Record<string, unknown> }).target;

describe("simulated NAS: targets, seen by a real initiator", () => {
  const nas = new TestNas();
  before(() => nas.start());
  beforeEach(() => nas.login());
  after(() => nas.stop());

  it("offers a mapped LUN from number 1 with the uuid as serial, to the right secret only (A-28)", async () => {
    const { uuid, id, iqn } = await nas.offerLun("first");
    const address = { portal: nas.portal, iqn, lun: 1, chap };
    assert.ok((await discover(nas.portal)).includes(iqn));
    assert.equal(await inquire(address), uuid);
    assert.equal(await capacity(address), gibibyte);
    const wrong = { ...address, chap: { user: "k8s", password: "Wrong-12chars" } };
    assert.equal(await loginRefused(wrong), true);
    const nobody = { portal: nas.portal, iqn, lun: 1 };
    assert.equal(await loginRefused(nobody), true);
    assert.equal(await loginRefused(address), false);
    const target = targetIn(await nas.target("get", { target_id: id, additional: ["mapped_lun"] }));
    assert.deepEqual(target["mapped_luns"], [{ lun_uuid: uuid, mapping_index: 1 }]);
    assert.deepEqual([target["user"], target["password"], target["max_sessions"]], ["k8s", "", 0]);
  });

  it("takes one secret for each CHAP user, unlike DSM, and its log says so", async () => {
    await nas.offerLun("one-secret");
    const logged: unknown[] = [];
    const { error } = console;
    console.error = (...words: unknown[]) => logged.push(...words);
    try {
      const second = { ...targetFields("two-secrets"), password: "Another-12chars" };
      assert.equal(codeOf(await nas.target("create", second)), 100);
    } finally {
      console.error = error;
    }
    assert.match(
      logged.join(" "),
      /CHAP user "k8s": expected one secret, got different ones on two targets; .*give each target a user of its own/,
    );
    assert.doesNotMatch(logged.join(" "), /12chars/);
  });

  it("shows a grown LUN to the initiator, with the same serial", async () => {
    const { uuid, iqn } = await nas.offerLun("grown");
    const address = { portal: nas.portal, iqn, lun: 1, chap };
    assert.equal(await capacity(address), gibibyte);
    assert.equal(codeOf(await nas.lun("set", { uuid, new_size: 3 * gibibyte })), 0);
    assert.equal(await capacity(address), 3 * gibibyte);
    assert.equal(await inquire(address), uuid);
  });

  it("gives space back that the initiator discards, when the LUN is made for it", async () => {
    const filled = new FilledLuns(nas);
    const { uuid, address } = await filled.offer("discarded");
    await nas.lun("set", { uuid, dev_attribs: [{ dev_attrib: "emulate_tpu", enable: 1 }] });
    const allocated = async (): Promise<unknown> => {
      const { data } = await nas.lun("get", { uuid, additional: ["allocated_size"] });
      return (data as { lun: Record<string, unknown> }).lun["allocated_size"];
    };
    assert.equal(await allocated(), 2 ** 20);
    const initiator = new IdleInitiator(address, nas.folder);
    try {
      await initiator.discard(2 ** 20);
    } finally {
      await initiator.end();
    }
    assert.equal(await allocated(), 0);
  });

  it("gives a freed mapping index to the next LUN, and mapping twice changes nothing", async () => {
    const { uuid: first, id } = await nas.offerLun("index-a");
    const { uuid: second } = await nas.offerLun("index-b");
    const { uuid: third } = await nas.offerLun("index-c");
    const indexes = async (): Promise<Record<string, number>> => {
      const answer = await nas.target("get", { target_id: id, additional: ["mapped_lun"] });
      const mapped = targetIn(answer)["mapped_luns"] as {
        lun_uuid: string;
        mapping_index: number;
      }[];
      return Object.fromEntries(mapped.map((one) => [one.lun_uuid, one.mapping_index]));
    };
    // As number here: map_target takes both forms.
    await nas.lun("map_target", { uuid: second, target_ids: [Number(id)] });
    await nas.lun("map_target", { uuid: second, target_ids: [id] });
    assert.deepEqual(await indexes(), { [first]: 1, [second]: 2 });
    await nas.lun("unmap_target", { uuid: first, target_ids: [id] });
    await nas.lun("map_target", { uuid: third, target_ids: [id] });
    assert.deepEqual(await indexes(), { [third]: 1, [second]: 2 });
  });

  it("takes the id of a target as string or its name, and refuses a number with 18990710", async () => {
    const { id } = await nas.offerLun("by-id");
    assert.equal(codeOf(await nas.target("get", { target_id: id })), 0);
    assert.equal(codeOf(await nas.target("get", { target_id: "by-id" })), 0);
    assert.equal(codeOf(await nas.target("get", { target_id: Number(id) })), 18990710);
    const unquoted = await nas.open(
      "SYNO.Core.ISCSI.Target",
      "get",
      { target_id: id },
      { headers: nas.session },
    );
    assert.equal(codeOf(unquoted), 18990710);
    assert.equal(codeOf(await nas.target("get", { target_id: "absent" })), 18990710);
  });

  const refusals: [string, object, number][] = [
    ["no name", { name: "" }, 18990700],
    ["an IQN of another form", { iqn: "jenkins" }, 18990004],
    ["an unknown auth type", { auth_type: 3 }, 18990702],
    ["a secret that is too short", { password: "short" }, 18990708],
    ["a secret sent as number", { password: 123456789012 }, 18990708],
    ["CHAP without a user", { user: "" }, 18990708],
    ["a negative session limit", { max_sessions: -1 }, 18990004],
    ["a name that is taken", { name: "taken" }, 18990744],
    ["an IQN that is taken", { iqn: "iqn.2000-01.com.synology:nas.taken" }, 18990745],
  ];
  for (const [what, wrong, code] of refusals) {
    it(`refuses a target with ${what} with ${code}`, async () => {
      await nas.target("create", targetFields("taken"));
      assert.equal(
        codeOf(await nas.target("create", { ...targetFields("other"), ...wrong })),
        code,
      );
      assert.equal(codeOf(await nas.target("get", { target_id: "other" })), 18990710);
    });
  }

  it("limits a target to one session when the create does not say otherwise", async () => {
    await nas.target("create", { name: "plain", iqn: "iqn.2000-01.com.synology:plain" });
    assert.equal(targetIn(await nas.target("get", { target_id: "plain" }))["max_sessions"], 1);
  });

  it("opens to the new secret and closes to the old one after a change", async () => {
    const { id, iqn } = await nas.offerLun("rotated", { user: "rotating" });
    const address = { portal: nas.portal, iqn, lun: 1 };
    const old = { ...address, chap: { user: "rotating", password: secret } };
    const next = { ...address, chap: { user: "rotating", password: "Another-12char" } };
    assert.equal(await loginRefused(old), false);
    const { user, password } = next.chap;
    assert.equal(codeOf(await nas.target("set", { target_id: id, password })), 18990708);
    assert.equal(codeOf(await nas.target("set", { target_id: id, user, password })), 0);
    assert.equal(await loginRefused(old), true);
    assert.equal(await loginRefused(next), false);
  });

  it("refuses logins to a disabled target and takes them again when it is enabled", async () => {
    const { id, iqn } = await nas.offerLun("disabled");
    const address = { portal: nas.portal, iqn, lun: 1, chap };
    await nas.target("disable", { target_id: id });
    await assert.rejects(inquire(address), /expected it to tell its serial number, got/);
    const shown = await nas.target("get", { target_id: id, additional: ["status"] });
    assert.equal(targetIn(shown)["status"], "offline");
    await nas.target("enable", { target_id: id });
    assert.match(await inquire(address), /^[0-9a-f-]{36}$/);
  });

  it("tells who is connected, and ends the newest session beyond the limit, never the oldest", async () => {
    const { id, iqn } = await nas.offerLun("limited", { max_sessions: 1 });
    const connected = async (): Promise<unknown[]> => {
      const additional = ["connected_sessions", "status"];
      const target = targetIn(await nas.target("get", { target_id: id, additional }));
      return [target["status"], ...(target["connected_sessions"] as unknown[])];
    };
    assert.deepEqual(await connected(), ["online"]);
    const connect = (initiator: string): ChildProcess =>
      keepReading({ portal: nas.portal, iqn, lun: 1, chap, initiator });
    const [oldest, newest] = ["iqn.2004-10.com.example:one", "iqn.2004-10.com.example:two"];
    const running = [connect(oldest)];
    try {
      const alone = await eventually(connected, (seen) => seen.length === 2);
      assert.deepEqual(alone, ["connected", { iqn: oldest, ip: "::1" }]);
      running.push(connect(newest));
      const sessions = (): Promise<InitiatorSession[]> =>
        new Tgtadm(nas.folder).sessions(Number(id));
      const [held, surplus] = await eventually(sessions, (seen) => seen.length === 2);
      // libiscsi logs in again at once, as a session with a higher number.
      const [still] = await eventually(
        sessions,
        (seen) => !seen.some(({ session }) => session === surplus?.session),
      );
      assert.equal(still?.session, held?.session);
      assert.equal(still?.iqn, oldest);
    } finally {
      for (const process of running) process.kill("SIGKILL");
    }
  });

  it("removes a deleted target from the portal and keeps its LUN", async () => {
    const { uuid, id, iqn } = await nas.offerLun("removed");
    await nas.target("delete", { target_id: id });
    assert.ok(!(await discover(nas.portal)).includes(iqn));
    assert.equal(codeOf(await nas.lun("get", { uuid })), 0);
  });

  it("deletes a mapped LUN without a word, as DSM does", async () => {
    const { uuid, id, iqn } = await nas.offerLun("careless");
    assert.equal(codeOf(await nas.lun("delete", { uuid: "", uuids: [uuid] })), 0);
    const target = targetIn(await nas.target("get", { target_id: id, additional: ["mapped_lun"] }));
    assert.deepEqual(target["mapped_luns"], []);
    const address = { portal: nas.portal, iqn, lun: 1, chap };
    await assert.rejects(inquire(address), /LOGICAL_UNIT_NOT_SUPPORTED/);
  });

  it("offers the same LUNs after simulator and target daemon were killed", async () => {
    const { uuid, iqn } = await nas.offerLun("survivor");
    await nas.killTgtd();
    nas.startTgtd();
    await eventually(
      () =>
        nas.restart().then(
          () => true,
          () => false,
        ),
      (up) => up,
    );
    const address = { portal: nas.portal, iqn, lun: 1, chap };
    assert.equal(await inquire(address), uuid);
    assert.equal(
      await loginRefused({ ...address, chap: { ...chap, password: "Wrong-12chars" } }),
      true,
    );
  });
});
