import assert from "node:assert/strict";

import { deleteLun, type Deletion } from "../../nas/lun/delete";
import { retireLun } from "../../nas/lun/retire";
import type { EnsureRequest } from "../../nas/request";
import { cloneSnapshot } from "../../nas/snapshot/clone";
import { takeSnapshot } from "../../nas/snapshot/take";
import { ownLun, quiet } from "./own-nas";
import { during, failureOf, hasty, impatient, type ScriptedNas } from "./story";

const retired = "jenkins.retired-20261121-ac36da";

describe("deleteLun", () => {
  const given = ownLun((request) =>
    during(request, (session) =>
      retireLun(session, request, quiet, new Date("2026-11-21T00:00:00Z")),
    ),
  );
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let lines: string[];
  beforeEach(() => {
    ({ nas, request, lines } = given());
  });

  const remove = (confirm: string | undefined, patience = impatient): Promise<Deletion> =>
    during(
      request,
      (session) => deleteLun(session, request, confirm, (line) => lines.push(line)),
      patience,
    );
  const refused = async (confirm: string, pattern: RegExp): Promise<void> => {
    const failure = await failureOf(remove(confirm));
    assert.equal(failure.kind, "refused");
    assert.match(failure.message, pattern);
    assert.match(failure.message, /\nnothing was deleted$/);
    assert.equal(nas.of("LUN delete").length, 0);
  };

  it("deletes a retired LUN and waits until it is gone", async () => {
    nas.deleteListings = 3;
    const { uuid } = nas.luns[0]!;
    assert.deepEqual(await remove(retired), { lun: { name: retired, uuid }, deleted: true });
    assert.deepEqual(nas.luns, []);
    assert.equal(nas.targets.length, 1);
    assert.deepEqual(lines, [`deleted LUN ${retired} (${uuid})`]);
  });

  it("wants the name again, and says which there are", async () => {
    const failure = await failureOf(remove(undefined));
    assert.equal(failure.kind, "request");
    assert.equal(
      failure.message,
      `--confirm: expected the exact name of the LUN to delete, got none; out of use and of this stack: "${retired}"`,
    );
    assert.equal(nas.luns.length, 1);
  });

  it("does nothing for a name that no LUN has: it is deleted already", async () => {
    await remove(retired);
    assert.deepEqual(await remove(retired), { lun: null, deleted: false });
    assert.deepEqual(await remove("jenkins.retired"), { lun: null, deleted: false });
    assert.match(
      lines.at(-1)!,
      /^no LUN is called jenkins\.retired, nothing was deleted; .+ none$/,
    );
    assert.equal(nas.of("LUN delete").length, 1);
  });

  it("refuses a mapped LUN, its sessions and its locked snapshots, all at once", async () => {
    const { uuid } = nas.luns[0]!;
    await during(request, (session) => takeSnapshot(session, retired, { name: "kept" }, quiet));
    nas.targets[0]!.mapped_luns = [{ lun_uuid: uuid, mapping_index: 1 }];
    nas.targets[0]!.connected_sessions = [{ iqn: "iqn.2004-10.com.example:n", ip: "fd00::1" }];
    await refused(
      retired,
      /^target "jenkins": expected no initiator .+\nLUN ".+": expected no target to map it, got "iqn\..+jenkins"; retire it first\nLUN ".+": expected no locked snapshot, got "kept"; unlock it in SAN Manager/,
    );
  });

  it("deletes a LUN with unlocked snapshots", async () => {
    await during(request, (session) =>
      takeSnapshot(session, retired, { name: "open", locked: false }, quiet),
    );
    assert.equal((await remove(retired)).deleted, true);
  });

  it("refuses LUNs of others: marked for another stack, or not at all", async () => {
    nas.luns[0]!.description = "[jenkins-stack:iqn.2000-01.com.synology:other]";
    await refused(
      retired,
      /^--confirm: expected "a LUN of jenkins-stack:.+", got "jenkins-stack:.+other"; it may hold/,
    );
    nas.luns[0]!.description = "vm";
    await refused(retired, /got "a LUN without mark"/);
  });

  it("refuses the LUN the stack names, even unmapped", async () => {
    nas.luns[0]!.name = "jenkins";
    await refused(
      "jenkins",
      /^--confirm: expected a LUN that is out of use, got "jenkins", which the stack names; retire it first/,
    );
  });

  it("deletes a clone of the stack's LUN", async () => {
    nas.luns[0]!.name = "jenkins";
    await during(request, async (session) => {
      await takeSnapshot(session, "jenkins", { name: "a" }, quiet);
      await cloneSnapshot(session, "jenkins", { snapshot: "a", cloneName: "rehearsal" }, quiet);
    });
    assert.equal((await remove("rehearsal")).deleted, true);
    assert.deepEqual(
      nas.luns.map(({ name }) => name),
      ["jenkins"],
    );
  });

  it("says so when the LUN never goes", async () => {
    nas.deleteListings = 100_000;
    assert.match(
      (await failureOf(remove(retired, hasty))).message,
      /^LUN ".+": expected it to be gone within 0\.3 s, got it still listed/,
    );
  });

  it("believes the listing, not the answer", async () => {
    nas.faults.set("LUN delete", ["nothing done"]);
    assert.match(
      (await failureOf(remove(retired))).message,
      /^NAS: expected LUN ".+" to be on its way out after it reported success, got no such thing/,
    );
  });
});
