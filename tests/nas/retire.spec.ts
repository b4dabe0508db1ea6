import assert from "node:assert/strict";

import { retireLun, type Retirement } from "../../nas/lun/retire";
import { isRetired, retiredName } from "../../nas/lun/retired-name";
import type { EnsureRequest } from "../../nas/request";
import { ownLun } from "./own-nas";
import { during, failureOf, type ScriptedNas } from "./story";

const day = new Date("2026-11-21T23:59:00Z");
const retired = "jenkins.retired-20261121-ac36da";
const initiator = { iqn: "iqn.2004-10.com.example:node1", ip: "fd00:5::21" };

describe("retireLun", () => {
  const given = ownLun();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let lines: string[];
  beforeEach(() => {
    ({ nas, request, lines } = given());
  });

  const retire = (today = day): Promise<Retirement> =>
    during(request, (session) => retireLun(session, request, (line) => lines.push(line), today));
  const writes = (): string[] => nas.calls.filter((call) => !/ (list|get|log\w+)$/.test(call));
  const refused = async (pattern: RegExp): Promise<void> => {
    const before = JSON.stringify(nas.contents);
    const failure = await failureOf(retire());
    assert.equal(failure.kind, "refused");
    assert.match(failure.message, pattern);
    assert.equal(JSON.stringify(nas.contents), before);
  };

  it("disables the target, renames and unmaps the LUN, and deletes nothing", async () => {
    const { uuid } = nas.luns[0]!;
    assert.deepEqual(await retire(), {
      lun: { name: retired, uuid, formerName: "jenkins" },
      target: { name: "jenkins", iqn: "iqn.2000-01.com.synology:nas.jenkins", enabled: false },
    });
    assert.deepEqual(writes(), ["Target disable", "LUN set", "LUN unmap_target"]);
    const [target] = nas.targets;
    assert.deepEqual(
      [nas.luns.map(({ name }) => name), target!.is_enabled, target!.mapped_luns],
      [[retired], false, []],
    );
    assert.deepEqual(lines, [
      "disabled target jenkins",
      `renamed LUN jenkins to ${retired}`,
      `unmapped LUN ${retired} from target jenkins`,
    ]);
  });

  it("says the same and does nothing in a second run, also on another day", async () => {
    const first = await retire();
    nas.requests.length = 0;
    assert.deepEqual(await retire(new Date("2026-12-01")), first);
    assert.deepEqual(writes(), []);
  });

  it("refuses while an initiator is logged in", async () => {
    nas.targets[0]!.connected_sessions = [initiator];
    await refused(
      /^target "jenkins": expected no initiator to be logged in, got "iqn\.2004-10\.com\.example:node1" from "fd00:5::21"; stop the pods/,
    );
    assert.deepEqual(writes(), []);
  });

  it("opens the target again for an initiator that slipped in", async () => {
    nas.meanwhile = (call) => {
      if (call === "Target disable") nas.targets[0]!.connected_sessions = [initiator];
    };
    assert.match((await failureOf(retire())).message, /expected no initiator to be logged in/);
    assert.deepEqual(writes(), ["Target disable", "Target enable"]);
    assert.deepEqual([nas.luns[0]!.name, nas.targets[0]!.is_enabled], ["jenkins", true]);
  });

  it("refuses another stack's LUN, and one that is neither marked nor mapped to the target", async () => {
    nas.luns[0]!.description = "[jenkins-stack:iqn.2000-01.com.synology:other]";
    await refused(/^lun\.name: expected "a LUN of jenkins-stack:.+jenkins", got "jenkins-stack:/);
    nas.luns[0]!.description = "by hand";
    nas.targets[0]!.mapped_luns.length = 0;
    await refused(/got "a LUN without mark"; it may hold another's data/);
  });

  it("refuses when another target maps the LUN, or the target another LUN", async () => {
    const iqn = "iqn.2000-01.com.synology:foreign";
    nas.targets.push({ ...structuredClone(nas.targets[0]!), target_id: 9, name: "foreign", iqn });
    nas.targets[0]!.mapped_luns.push({ lun_uuid: "other", mapping_index: 2 });
    await refused(
      /^target\.iqn: expected .+ is mapped to this other target; unmap it there first\ntarget\.mappings: expected "no other LUN", got "other"/,
    );
  });

  it("retires an adopted LUN without mark, and finds it again by its name", async () => {
    nas.luns[0]!.description = "by hand";
    const first = await retire();
    assert.deepEqual(await retire(), first);
  });

  it("retires a LUN whose target is gone", async () => {
    nas.targets.length = 0;
    assert.equal((await retire()).target, null);
    assert.deepEqual(writes(), ["LUN set"]);
  });

  it("refuses a name that no LUN has or had", async () => {
    nas.luns.length = 0;
    await refused(
      /^lun\.name: expected a LUN of the NAS, got "jenkins"; there is none of this name/,
    );
  });

  it("goes on with the one that is still mapped when several were retired from the name", async () => {
    await retire();
    const { uuid } = nas.luns[0]!;
    nas.targets[0]!.mapped_luns = [{ lun_uuid: uuid, mapping_index: 1 }];
    const later = { name: "jenkins.retired-20261122-bbbbbb", uuid: "bbbbbb00-1" };
    nas.luns.push({ ...structuredClone(nas.luns[0]!), ...later });
    assert.equal((await retire()).lun.uuid, uuid);
    assert.deepEqual(nas.targets[0]!.mapped_luns, []);
    assert.equal((await retire()).lun.uuid, later.uuid);
  });

  it("prefers the LUN in use to one that was retired from its name", async () => {
    const old = structuredClone(nas.luns[0]!);
    nas.luns.push({ ...old, name: "jenkins.retired-20250101-bbbbbb", uuid: "bbbbbb00-1" });
    assert.equal((await retire()).lun.name, retired);
  });
});

describe("retiredName", () => {
  const uuid = "AC36DABC-6e23-40e0-8956-c8bc8a00397e";
  it("is made of name, day and LUN", () => {
    assert.equal(retiredName("jenkins", uuid, day), retired);
  });

  it("is known for what it is, for this LUN and this name only", () => {
    assert.ok(isRetired({ name: retired, uuid }, "jenkins"));
    assert.ok(!isRetired({ name: retired, uuid }, "jenkin"));
    assert.ok(!isRetired({ name: retired, uuid: "bb" }, "jenkins"));
    assert.ok(!isRetired({ name: "jenkins", uuid }, "jenkins"));
  });
});
