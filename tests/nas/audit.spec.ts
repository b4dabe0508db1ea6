import assert from "node:assert/strict";

import { findStrays } from "../../nas/audit/strays";
import type { Lun } from "../../nas/dsm/luns";
import type { Target } from "../../nas/dsm/targets";
import { runTool } from "./run-tool";
import { requestFor, Scratch, ScriptedNas } from "./story";

const prefix = "iqn.2000-01.com.synology:nas.";
const wanted = {
  lun: { name: "jenkins", volume: "/volume1", sizeBytes: 2 ** 31, description: "" },
  target: {
    name: "jenkins",
    iqn: `${prefix}jenkins`,
    maxSessions: 1,
    chap: { user: "k8s", password: "chap-secret-14" },
  },
  mappingIndex: 1,
};

function lun(name: string, changes: Partial<Lun> = {}): Lun {
  return {
    name,
    uuid: `uuid-of-${name}`,
    sizeBytes: 2 ** 31,
    allocatedBytes: 2 ** 20,
    type: "BLUN",
    volume: "/volume1",
    description: `[jenkins-stack:${prefix}jenkins]`,
    attributes: {},
    status: "normal",
    locked: false,
    restoredTime: 0,
    clonedFrom: "",
    ...changes,
  };
}

function target(name: string, luns: readonly string[], changes: Partial<Target> = {}): Target {
  return {
    id: "1",
    name,
    iqn: `${prefix}${name}`,
    enabled: true,
    maxSessions: 1,
    authentication: 1,
    chapUser: "k8s",
    mutualUser: "",
    status: "online",
    portals: [],
    acls: [],
    mappings: luns.map((one, index) => ({ lunUuid: `uuid-of-${one}`, index: index + 1 })),
    sessions: [],
    ...changes,
  };
}

describe("findStrays", () => {
  const kinds = (luns: readonly Lun[], targets: readonly Target[]) =>
    findStrays([wanted], luns, targets).map(({ kind, name }) => [kind, name]);

  it("lists nothing when the NAS holds what the requests describe, and what belongs to others", () => {
    const luns = [
      lun("jenkins"),
      lun("virtual-machine", { description: "VMM" }),
      lun("backup", { description: "made by jenkins-stack" }),
    ];
    const other = target("Target-1", ["virtual-machine"], {
      iqn: "iqn.2000-01.com.synology:nas.Target-1.3f2c",
    });
    const foreign = target("elsewhere", [], { iqn: "iqn.2004-10.com.example:elsewhere" });
    assert.deepEqual(kinds(luns, [target("jenkins", ["jenkins"]), other, foreign]), []);
  });

  it("lists retired LUNs with the day, clones, and LUNs that no request describes", () => {
    const luns = [
      lun("jenkins"),
      lun("jenkins.retired-20261101-ac36da"),
      lun("rehearsal", { clonedFrom: "snapshot-uuid", restoredTime: 1786070747 }),
      lun("gentoo", { description: `[jenkins-stack:${prefix}gentoo]` }),
    ];
    assert.deepEqual(
      findStrays([wanted], luns, [target("jenkins", ["jenkins"])]),
      [
        ["retired LUN", "jenkins.retired-20261101-ac36da", "jenkins", "2026-11-01"],
        ["clone", "rehearsal", "jenkins", "2026-08-07"],
        ["LUN of no request", "gentoo", "gentoo", null],
      ].map(([kind, name, of, since]) => ({
        ...{ kind, name, since, iqn: `${prefix}${String(of)}` },
        ...{ takenBytes: 2 ** 20, sessions: 0 },
      })),
    );
  });

  it("lists the halves that an interrupted run leaves", () => {
    assert.deepEqual(kinds([lun("jenkins")], []), [["LUN without mapping", "jenkins"]]);
    assert.deepEqual(kinds([lun("jenkins")], [target("jenkins", [])]), [
      ["LUN without mapping", "jenkins"],
      ["target without LUN", "jenkins"],
    ]);
    assert.deepEqual(kinds([], [target("jenkins", [])]), [["target without LUN", "jenkins"]]);
  });

  it("lists targets with the stack's prefix that offer nothing or a LUN that is gone", () => {
    const targets = [
      target("jenkins", ["jenkins"]),
      target("gentoo", []),
      target("former", ["deleted"]),
    ];
    assert.deepEqual(kinds([lun("jenkins")], targets), [
      ["target without LUN", "gentoo"],
      ["target without LUN", "former"],
    ]);
  });

  it("lists the empty target of a LUN whose mark names it, whatever it begins with", () => {
    const iqn = "iqn.2004-10.com.example:old";
    const old = lun("old", { description: `[jenkins-stack:${iqn}]` });
    assert.deepEqual(
      kinds([lun("jenkins"), old], [target("jenkins", ["jenkins"]), target("x", [], { iqn })]),
      [
        ["LUN of no request", "old"],
        ["target without LUN", "x"],
      ],
    );
  });

  it("lists the target of a LUN that no request describes, and counts who is logged in", () => {
    const sessions = [{ iqn: "iqn.2004-10.com.example:node", address: "fd00::21" }];
    const gentoo = lun("gentoo", { description: `[jenkins-stack:${prefix}gentoo]` });
    const found = findStrays(
      [wanted],
      [lun("jenkins"), gentoo],
      [target("jenkins", ["jenkins"]), target("gentoo", ["gentoo"], { sessions })],
    );
    assert.deepEqual(
      found.map(({ kind, sessions: count }) => [kind, count]),
      [
        ["LUN of no request", 1],
        ["target of no request", 1],
      ],
    );
  });

  it("knows a retired LUN by the whole name only", () => {
    assert.deepEqual(
      kinds([lun("jenkins"), lun("jenkins.retired-soon")], [target("jenkins", ["jenkins"])]),
      [["LUN of no request", "jenkins.retired-soon"]],
    );
  });
});

describe("nas audit", () => {
  let scratch: Scratch;
  let nas: ScriptedNas;
  beforeEach(async () => {
    scratch = new Scratch();
    nas = await ScriptedNas.start(scratch.identity);
  });
  afterEach(async () => {
    await nas.stop();
    scratch.discard();
  });

  it("ends with 0 when nothing is left over, with 6 and a table otherwise, and changes nothing", async () => {
    const request = requestFor(nas, scratch);
    await runTool(["lun", "ensure"], request, scratch);
    assert.deepEqual(await runTool(["audit"], request, scratch), {
      exitCode: 0,
      stdout: "nothing is left over\n",
      stderr: "",
    });
    nas.luns.push({
      ...nas.luns[0]!,
      ...{ name: "jenkins.retired-20200101-ac36da", uuid: "another", allocated_size: 5 * 2 ** 30 },
    });
    nas.requests.length = 0;
    const { exitCode, stdout } = await runTool(["audit"], request, scratch);
    assert.equal(exitCode, 6);
    assert.match(
      stdout.replace(/\(\d+ days\)/, "(N days)"),
      new RegExp(
        [
          "^kind +name +IQN +taken +sessions +since",
          "retired LUN +jenkins\\.retired-20200101-ac36da +iqn\\.2000-01\\.com\\.synology:nas\\.jenkins +5 GiB +0 +2020-01-01 \\(N days\\)",
          "$",
        ].join("\n"),
      ),
    );
    assert.deepEqual(nas.calls, [
      ...["API.Auth login", "Node list", "LUN list", "Target list", "API.Auth logout"],
    ]);
  });

  it("prints stable keys for machines", async () => {
    const request = requestFor(nas, scratch);
    await runTool(["lun", "ensure"], request, scratch);
    nas.luns.push({ ...nas.luns[0]!, name: "old", uuid: "another" });
    const { stdout } = await runTool(["audit", "--json"], request, scratch);
    const iqn = "iqn.2000-01.com.synology:nas.jenkins";
    assert.equal(
      stdout,
      `${JSON.stringify({
        strays: [
          { kind: "LUN of no request", name: "old", iqn, takenBytes: 0, sessions: 0, since: null },
        ],
        nodeUuid: nas.nodeUuid,
      })}\n`,
    );
  });

  it("takes the requests of several stacks, and none twice", async () => {
    const first = requestFor(nas, scratch);
    const second = {
      ...first,
      lun: { ...first.lun, name: "test" },
      target: { ...first.target, name: "test", iqn: `${prefix}test` },
    };
    for (const request of [first, second]) await runTool(["lun", "ensure"], request, scratch);
    assert.equal((await runTool(["audit"], [first, second], scratch)).exitCode, 0);
    const alone = await runTool(["audit", "--json"], [first], scratch);
    assert.equal(alone.exitCode, 6);
    assert.deepEqual(
      (JSON.parse(alone.stdout) as { strays: { name: string }[] }).strays.map(({ name }) => name),
      ["test", "test"],
    );
  });
});
