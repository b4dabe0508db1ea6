import assert from "node:assert/strict";

import { compare, type Live } from "../../nas/drift/compare";
import type { EnsureRequest } from "../../nas/request";
import { ownLun, type OwnNas } from "./own-nas";
import { runTool } from "./run-tool";
import { type ScriptedNas, secrets } from "./story";

const readOnly = /^(API\.(Auth|Info) |.* (list|get|info|getinfo|list_snapshot)$)/;

describe("nas drift", () => {
  const given = ownLun();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let scratch: OwnNas["scratch"];
  beforeEach(() => {
    ({ nas, request, scratch } = given());
  });
  const drift = async (input: unknown = request, ...options: string[]) => {
    const { exitCode, stdout, stderr } = await runTool(
      ["drift", "--json", ...options],
      input,
      scratch,
    );
    if (stdout === "") return { exitCode, stderr };
    const { differences } = JSON.parse(stdout) as {
      differences: { property: string; expected: string; found: string }[];
    };
    return {
      exitCode,
      found: differences.map(({ property, expected, found }) => [property, expected, found]),
    };
  };

  it("finds nothing right after ensure, ends with 0 and changes nothing (P-07)", async () => {
    assert.deepEqual(await runTool(["drift"], request, scratch), {
      exitCode: 0,
      stdout: "jenkins: as described\n",
      stderr: "",
    });
    assert.deepEqual(
      nas.calls.filter((call) => !readOnly.test(call)),
      [],
    );
  });

  it("prints a table of expected and found, and ends with 6", async () => {
    nas.luns[0]!.size = 3 * 2 ** 30;
    nas.targets[0]!.max_sessions = 0;
    const { exitCode, stdout } = await runTool(["drift"], request, scratch);
    assert.equal(exitCode, 6);
    assert.equal(
      stdout,
      [
        "LUN      property            expected    found",
        "jenkins  lun.sizeBytes       2147483648  3221225472",
        "jenkins  target.maxSessions  1           any number",
        "",
      ].join("\n"),
    );
  });

  it("prints stable keys for machines", async () => {
    nas.targets[0]!.is_enabled = false;
    const { stdout } = await runTool(["drift", "--json"], request, scratch);
    assert.equal(
      stdout,
      `${JSON.stringify({
        differences: [{ lun: "jenkins", property: "target.enabled", expected: "yes", found: "no" }],
        luns: ["jenkins"],
        nodeUuid: nas.nodeUuid,
      })}\n`,
    );
  });

  for (const [what, change, expected] of [
    [
      "a smaller size",
      () => (nas.luns[0]!.size = 2 ** 30),
      ["lun.sizeBytes", "2147483648", "1073741824"],
    ],
    [
      "another volume",
      () => (nas.luns[0]!.location = "/volume2"),
      ["lun.volume", "/volume1", "/volume2"],
    ],
    ["another type", () => (nas.luns[0]!.type_str = "THIN"), ["lun.type", "BLUN", "THIN"]],
    ["a crash", () => (nas.luns[0]!.status = "crashed"), ["lun.status", "normal", "crashed"]],
    [
      "a missing attribute",
      () => nas.luns[0]!.dev_attribs.splice(0, 1),
      ["lun.can_snapshot", "on", "off"],
    ],
    [
      "a lost mark",
      () => (nas.luns[0]!.description = "home"),
      ["lun.description", "jenkins-stack:iqn.2000-01.com.synology:nas.jenkins", "no mark"],
    ],
    [
      "another stack's mark",
      () => (nas.luns[0]!.description = "[jenkins-stack:iqn.2000-01.com.synology:nas.test]"),
      [
        "lun.description",
        "jenkins-stack:iqn.2000-01.com.synology:nas.jenkins",
        "jenkins-stack:iqn.2000-01.com.synology:nas.test",
      ],
    ],
    [
      "another IQN",
      () => (nas.targets[0]!.iqn = "iqn.2000-01.com.synology:nas.other"),
      ["target.iqn", "iqn.2000-01.com.synology:nas.jenkins", "iqn.2000-01.com.synology:nas.other"],
    ],
    ["another name", () => (nas.targets[0]!.name = "home"), ["target.name", "jenkins", "home"]],
    ["no CHAP", () => (nas.targets[0]!.auth_type = 0), ["target.chap", "CHAP", "none"]],
    ["mutual CHAP", () => (nas.targets[0]!.auth_type = 2), ["target.chap", "CHAP", "mutual CHAP"]],
    ["another user", () => (nas.targets[0]!.user = "root"), ["target.chap.user", "k8s", "root"]],
    [
      "another number",
      () => (nas.targets[0]!.mapped_luns[0]!.mapping_index = 2),
      ["mappingIndex", "1", "2"],
    ],
    ["no mapping", () => (nas.targets[0]!.mapped_luns = []), ["mappingIndex", "1", "not mapped"]],
    [
      "another LUN on the target",
      () => nas.targets[0]!.mapped_luns.push({ lun_uuid: "x", mapping_index: 2 }),
      ["target.mappings", "no other LUN", "x as number 2"],
    ],
    ["no target", () => (nas.targets.length = 0), ["target", "there", "absent"]],
  ] as const)
    it(`finds ${what}, and nothing else`, async () => {
      change();
      assert.deepEqual(await drift(), { exitCode: 6, found: [expected] });
    });

  it("finds a LUN that is gone, and what its target offers instead", async () => {
    nas.luns.length = 0;
    const { found } = await drift();
    assert.deepEqual(
      found?.map(([property]) => property),
      ["lun", "target.mappings"],
    );
  });

  it("finds a second target that maps the LUN", async () => {
    const iqn = "iqn.2004-10.com.example:other";
    nas.targets.push({ ...structuredClone(nas.targets[0]!), target_id: 9, name: "other", iqn });
    assert.deepEqual(await drift(), {
      exitCode: 6,
      found: [["lun.mappings", "no other target", iqn]],
    });
  });

  it("counts snapshots against the limit, those of the NAS's own schedule too (A-26)", async () => {
    nas.limits = { ...nas.limits, max_snapshot_per_lun: "2" };
    const row = {
      ...{ parent_uuid: nas.luns[0]!.uuid, description: "", is_user_locked: false },
      ...{ create_time: 1786070747, total_size: 0, status: "Healthy" },
    };
    nas.snapshots.push({ ...row, name: "a", uuid: "a", taken_by: "scheduler" });
    assert.deepEqual(await drift(), { exitCode: 0, found: [] });
    nas.snapshots.push({ ...row, name: "b", uuid: "b", taken_by: "jenkins-stack" });
    assert.deepEqual(await drift(), {
      exitCode: 6,
      found: [["lun.snapshots", "fewer than 2", "2"]],
    });
  });

  it("compares several LUNs in one run, and refuses requests for several NASes", async () => {
    const second = {
      ...request,
      lun: { ...request.lun, name: "gentoo" },
      target: { ...request.target, name: "gentoo", iqn: "iqn.2000-01.com.synology:nas.gentoo" },
    };
    await runTool(["lun", "ensure"], second, scratch);
    nas.luns[1]!.size = 3 * 2 ** 30;
    nas.requests.length = 0;
    const { stdout } = await runTool(["drift"], [request, second], scratch);
    assert.match(stdout, /^LUN .*\ngentoo +lun\.sizeBytes +2147483648 +3221225472\n$/);
    assert.equal(nas.of("API.Auth login").length, 1);

    const elsewhere = { ...second, nas: { ...second.nas, account: "other" } };
    assert.deepEqual(await runTool(["drift"], [request, elsewhere], scratch), {
      exitCode: 2,
      stdout: "",
      stderr:
        "[1].nas: expected the same NAS in every document, got another one than in the first\n",
    });
  });

  it("needs no CHAP password, and checks everything else of the request", async () => {
    const chap = { user: request.target.chap.user };
    const without = { ...request, target: { ...request.target, chap } };
    assert.deepEqual(await drift(without), { exitCode: 0, found: [] });
    const wrong = { ...without, lun: { ...without.lun, sizeBytes: 1 } };
    assert.deepEqual(await drift([without, wrong]), {
      exitCode: 2,
      stderr:
        "[1].lun.sizeBytes: expected a multiple of 1 GiB (1073741824 bytes), at least 1 GiB, got 1\n",
    });
    assert.equal(
      (await drift([])).stderr,
      "request: expected at least one document, got an empty list\n",
    );
    const sent = nas.requests.flatMap(({ form }) => Object.values(form)).join("\n");
    assert.ok(!sent.includes("never-sent"));
    assert.ok(!sent.includes(secrets.chap));
  });
});

describe("compare", () => {
  it("compares the user of mutual CHAP where it is asked for", () => {
    const chap = { user: "k8s", password: "chap-secret-14" };
    const wanted = {
      lun: { name: "jenkins", volume: "/volume1", sizeBytes: 2 ** 31, description: "" },
      target: {
        ...{ name: "jenkins", iqn: "iqn.2000-01.com.synology:nas.jenkins", maxSessions: 1 },
        chap: { ...chap, mutual: { user: "nas0", password: "other-secret-1" } },
      },
      mappingIndex: 1,
    };
    const { name, iqn, maxSessions } = wanted.target;
    const live: Live = {
      lun: undefined,
      targets: [
        {
          ...{ id: "4", name, iqn, maxSessions, enabled: true, chapUser: "k8s", status: "online" },
          ...{ authentication: 2, mutualUser: "nas1" },
          ...{ portals: [], acls: [], mappings: [], sessions: [] },
        },
      ],
      mappedTo: [],
      ...{ snapshots: 0, snapshotLimit: 128, portals: undefined },
    };
    assert.deepEqual(
      compare(wanted, live, undefined).map(({ property, expected, found }) => [
        ...[property, expected, found],
      ]),
      [
        ["lun", "there", "absent"],
        ["target.chap.mutual.user", "nas0", "nas1"],
      ],
    );
  });
});
