import assert from "node:assert/strict";

import { lookAtLimits, lookAtVolumes } from "../../nas/doctor/capacity";
import { checked, ofFailure, type Finding } from "../../nas/doctor/finding";
import { lookAtInterfaces } from "../../nas/doctor/interfaces";
import type { Inventory } from "../../nas/doctor/inventory";
import { lookAtLun, lookAtSnapshots } from "../../nas/doctor/objects";
import { lookAtPortal, storageNetwork } from "../../nas/doctor/portals";
import type { Connection } from "../../nas/dsm/connection";
import type { Lun } from "../../nas/dsm/luns";
import type { Target } from "../../nas/dsm/targets";
import { Failure } from "../../nas/failure";
import type { EnsureRequest } from "../../nas/request";
import { selfSigned } from "./certificates";
import { FakePortal, type Behaviour } from "./doctor-fake-portal";
import { runToolWith } from "./run-tool";
import { requestFor, runTool, Scratch, ScriptedNas, secrets } from "./story";

const gibibyte = 2 ** 30;
const iqn = "iqn.2000-01.com.synology:nas.jenkins";
const wanted = {
  lun: { name: "jenkins", volume: "/volume1", sizeBytes: 20 * gibibyte, description: "" },
  target: {
    ...{ name: "jenkins", iqn, maxSessions: 1 },
    chap: { user: "k8s", password: "chap-secret-14" },
  },
  mappingIndex: 1,
};
const lun: Lun = {
  ...{ name: "jenkins", uuid: "uuid", sizeBytes: 20 * gibibyte, allocatedBytes: 5 * gibibyte },
  ...{ type: "BLUN", volume: "/volume1", description: "", attributes: {}, status: "normal" },
  ...{ locked: false, restoredTime: 0, clonedFrom: "" },
};
const target: Target = {
  ...{ id: "4", name: "jenkins", iqn, enabled: true, maxSessions: 1, authentication: 1 },
  ...{ chapUser: "k8s", mutualUser: "", status: "online", portals: [], acls: [], sessions: [] },
  mappings: [{ lunUuid: "uuid", index: 1 }],
};
const volume = {
  ...{ path: "/volume1", status: "normal", fileSystem: "btrfs", readOnly: false },
  ...{ freeBytes: 100 * gibibyte, totalBytes: undefined },
};
const healthy: Inventory = {
  ...{ luns: [lun], targets: [target], volumes: [volume], hosts: [] },
  limits: { luns: 256, targets: 128, snapshotsPerLun: 128 },
};
const said = (findings: readonly Omit<Finding, "fix">[]) =>
  findings.map(({ check, state, found }) => `${state} ${check}: ${found}`);

describe("lookAtLimits", () => {
  it("counts what is there and what is still to be made", () => {
    assert.deepEqual(said(lookAtLimits(healthy, [wanted])), [
      "ok limit of LUNs: 1 of 256 LUNs",
      "ok limit of targets: 1 of 128 targets",
    ]);
    const full = { ...healthy, luns: [{ ...lun, name: "other" }], targets: [] };
    assert.deepEqual(
      said(lookAtLimits({ ...full, limits: { ...healthy.limits, luns: 1, targets: 1 } }, [wanted])),
      [
        "error limit of LUNs: 1 of 1 LUNs, 1 to be made",
        "ok limit of targets: 0 of 1 targets, 1 to be made",
      ],
    );
  });

  it("has nothing to say against a NAS that names no limit", () => {
    const limits = { ...healthy.limits, luns: undefined };
    assert.equal(
      said(lookAtLimits({ ...healthy, limits }, [wanted]))[0],
      "ok limit of LUNs: 1 LUNs; the NAS names no limit",
    );
  });
});

describe("lookAtVolumes", () => {
  for (const [what, change, expected] of [
    [
      "with room",
      {},
      "ok volume /volume1: btrfs, normal, 100 GiB free; the LUNs can still take 15 GiB",
    ],
    ["of another file system", { fileSystem: "ext4" }, "error volume /volume1: file system ext4"],
    ["that is degraded", { status: "degraded" }, "error volume /volume1: status degraded"],
    ["that is read-only", { readOnly: true }, "error volume /volume1: status normal, read-only"],
    [
      "that the LUN could fill",
      { freeBytes: 10 * gibibyte },
      "warning volume /volume1: btrfs, normal, 10 GiB free; the LUNs can still take 15 GiB",
    ],
  ] as const)
    it(`looks at a volume ${what}`, () => {
      const inventory = { ...healthy, volumes: [{ ...volume, ...change }] };
      assert.deepEqual(said(lookAtVolumes(inventory, [wanted])), [expected]);
    });

  it("sees that a LUN which is to be made does not fit", () => {
    const inventory = { ...healthy, luns: [], volumes: [{ ...volume, freeBytes: 19 * gibibyte }] };
    assert.deepEqual(said(lookAtVolumes(inventory, [wanted])), [
      "error volume /volume1: btrfs, normal, 19 GiB free; the LUNs can still take 20 GiB",
    ]);
  });

  it("names the volumes there are when the one of the request is missing", () => {
    const missing = { ...wanted, lun: { ...wanted.lun, volume: "/volume2" } };
    assert.deepEqual(said(lookAtVolumes(healthy, [missing])), [
      "error volume /volume2: the NAS has no such volume; it has /volume1",
    ]);
  });
});

describe("lookAtLun", () => {
  const look = (luns: Partial<Lun> | undefined, targets: Partial<Target> | undefined) =>
    said(
      lookAtLun(
        {
          ...healthy,
          luns: luns === undefined ? [] : [{ ...lun, ...luns }],
          targets: targets === undefined ? [] : [{ ...target, ...targets }],
        },
        wanted,
      ),
    );

  it("describes what is in order (A-28)", () => {
    const sessions = [{ iqn: "iqn.2004-10.com.example:node", address: "fd00::21" }];
    assert.deepEqual(look({}, { sessions }), [
      "ok LUN jenkins: 20 GiB, 5 GiB taken, status normal",
      "ok target jenkins: offers LUN jenkins as number 1; iqn.2004-10.com.example:node at fd00::21",
      "ok initiators jenkins: no host entry; CHAP alone decides",
    ]);
  });

  for (const [what, change, offered, expected] of [
    [
      "a LUN that is yet to come",
      undefined,
      undefined,
      "ok LUN jenkins: not there yet; the next pulumi up makes it (20 GiB)",
    ],
    [
      "a target without its LUN",
      undefined,
      {},
      "warning LUN jenkins: not there, but target jenkins with its IQN is",
    ],
    ["another type", { type: "THIN" }, {}, "error LUN jenkins: type THIN"],
    [
      "a crash",
      { status: "crashed" },
      {},
      "error LUN jenkins: 20 GiB, 5 GiB taken, status crashed",
    ],
    [
      "a lock",
      { locked: true },
      {},
      "warning LUN jenkins: 20 GiB, 5 GiB taken, status normal, locked",
    ],
    [
      "growth to come",
      { sizeBytes: 10 * gibibyte },
      {},
      "ok LUN jenkins: 10 GiB, 5 GiB taken, status normal; the next pulumi up grows it to 20 GiB",
    ],
    ["no target", {}, undefined, "warning target jenkins: not there"],
    ["a disabled target", {}, { enabled: false }, "error target jenkins: disabled"],
    ["a target without CHAP", {}, { authentication: 0 }, "error target jenkins: no CHAP"],
    ["no mapping", {}, { mappings: [] }, "warning target jenkins: LUN jenkins is not mapped to it"],
  ] as const)
    it(`tells ${what}`, () => {
      assert.ok(look(change, offered).includes(expected), look(change, offered).join("\n"));
    });

  it("tells who is logged in without being a host of the LUN (A-28)", () => {
    const host = {
      ...{ id: "1", name: "worker-1", initiators: ["iqn.2004-10.com.example:node"] },
      permissions: [{ lunUuid: "uuid", permission: "rw" }],
    };
    const acls = [{ iqn: "iqn.2000-01.com.synology:default.acl", permission: "rw" }];
    const at = (name: string) =>
      said(
        lookAtLun(
          {
            ...healthy,
            hosts: [host],
            targets: [{ ...target, acls, sessions: [{ iqn: name, address: "fd00::9" }] }],
          },
          wanted,
        ),
      )[2];
    assert.equal(
      at("iqn.2004-10.com.example:node"),
      "ok initiators jenkins: hosts: iqn.2004-10.com.example:node; masks: iqn.2000-01.com.synology:default.acl rw",
    );
    assert.equal(
      at("iqn.2004-10.com.example:stranger"),
      "warning initiators jenkins: logged in without being a host of the LUN: iqn.2004-10.com.example:stranger",
    );
  });
});

describe("lookAtSnapshots", () => {
  it("warns before the limit and fails at it (A-26)", () => {
    assert.deepEqual(
      [0, 119, 120, 128].map((count) => lookAtSnapshots(wanted, count, 128).state),
      ["ok", "ok", "warning", "error"],
    );
  });
});

describe("lookAtInterfaces", () => {
  const look = async (names: readonly string[], maxVersion = 7) => {
    const apis = names.map((name) => [name, { minVersion: 1, maxVersion, path: "entry.cgi" }]);
    const send = () => Promise.resolve(Object.fromEntries(apis) as unknown);
    return said(await lookAtInterfaces({ send } as unknown as Connection));
  };
  const system = ["SYNO.API.Auth", "SYNO.Core.Storage.Volume", "SYNO.Core.System"];
  const san = ["LUN", "Node", "Target"].map((name) => `SYNO.Core.ISCSI.${name}`);

  it("finds what the verbs call", async () => {
    assert.deepEqual(await look([...system, ...san, "SYNO.Other"]), [
      "ok SAN Manager: is there",
      "ok interfaces: 6 of 6 that are needed",
    ]);
  });

  it("tells a missing SAN Manager from an old DSM", async () => {
    assert.equal(
      (await look([...system, ...san.slice(1)]))[0],
      "error SAN Manager: no SYNO.Core.ISCSI.LUN version 1",
    );
    assert.deepEqual(await look([...system, ...san], 3), [
      "ok SAN Manager: is there",
      "error interfaces: no SYNO.API.Auth version 6",
    ]);
  });
});

describe("lookAtPortal", () => {
  let portal: FakePortal | undefined;
  const look = async (behaviour: Behaviour, prefix?: string) => {
    portal = await FakePortal.start(behaviour);
    const network = storageNetwork(portal.text, prefix)!;
    const found = said(await checked("portal", () => lookAtPortal(network, [iqn], 1500)));
    return found.map((line) => line.replaceAll(portal?.text ?? "", "PORTAL"));
  };
  const announcing = async (addresses: readonly string[], prefix?: string) => {
    // The port is known only once it listens.
    const announces: string[] = [`TargetName=${iqn}`];
    portal = await FakePortal.start({ announces });
    const { text } = portal;
    announces.push(
      ...addresses.map((one) => `TargetAddress=${one.replace("PORTAL", text)},1`),
      "TargetName=iqn.2000-01.com.synology:nas.other",
      "TargetAddress=[fd00:9::9]:3260,1",
    );
    const found = said(await lookAtPortal(storageNetwork(text, prefix)!, [iqn], 1500));
    return found.map((line) => line.replaceAll(text, "PORTAL"));
  };
  afterEach(async () => {
    await portal?.stop();
    portal = undefined;
  });

  it("accepts a portal that the NAS announces for the target (A-23)", async () => {
    assert.deepEqual(await announcing(["PORTAL"], "::1/128"), [
      "ok portal: PORTAL is announced; all: PORTAL",
    ]);
  });

  it("refuses a proxy: the NAS announces its own addresses only (A-23)", async () => {
    assert.deepEqual(await announcing(["[fd5c:1a8:7e2b:30::10]:3260"]), [
      "error portal: PORTAL answers, but the NAS announces only [fd5c:1a8:7e2b:30::10]:3260",
    ]);
  });

  it("warns of link-local addresses and of other VLANs (A-23)", async () => {
    const all = [
      ...["PORTAL", "[fe80::211:32ff:fe12:3456]:3260", "192.168.1.10:3260"],
      ...["[fd5c:1a8:7e2b:31::10]:3260", "PORTAL"],
    ];
    const [first, ...warnings] = await announcing(all, "::/112");
    assert.equal(first, `ok portal: PORTAL is announced; all: ${all.slice(0, 4).join(", ")}`);
    assert.deepEqual(warnings, [
      "warning portal: link-local addresses: [fe80::211:32ff:fe12:3456]:3260",
      "warning portal: other VLANs: 192.168.1.10:3260, [fd5c:1a8:7e2b:31::10]:3260",
    ]);
    await portal?.stop();
    assert.equal((await announcing(all)).length, 2, "without the prefix, no address is another's");
  });

  it("goes by the other targets while the one of the request is yet to come", async () => {
    assert.deepEqual(
      await look({
        announces: [
          "TargetName=iqn.2000-01.com.synology:nas.other",
          "TargetAddress=[fd00::10]:3260,1",
        ],
      }),
      ["error portal: PORTAL answers, but the NAS announces only [fd00::10]:3260"],
    );
    await portal?.stop();
    assert.deepEqual(await look({ announces: [] }), [
      "warning portal: PORTAL has no target to announce yet",
    ]);
  });

  it("fails when something else answers", async () => {
    const [line = ""] = await look({ banner: "HTTP/1.1 400 Bad Request\r\n\r\n".padEnd(64) });
    assert.equal(
      line,
      "error portal: nas.portal: expected an iSCSI target at PORTAL, got bytes that are no iSCSI",
    );
  });

  it("only warns where this machine has no way to the storage network", async () => {
    // A link-local address without its zone is refused by the machine itself.
    const network = storageNetwork("[fe80::1]:3260", undefined)!;
    assert.deepEqual(said(await lookAtPortal(network, [iqn], 500)), [
      "warning portal: [fe80::1]:3260 is not reached from this machine",
    ]);
  });

  it("refuses a prefix that is none", () => {
    assert.throws(() => storageNetwork("[fd00::10]:3260", "fd00::10"), {
      message: '--prefix: expected a network such as fd5c:1a8:7e2b:30::/64, got "fd00::10"',
    });
  });
});

describe("ofFailure", () => {
  it("parts what was found from what to do", () => {
    const failure = new Failure("failed", "a: expected b, got c; do d; or e\nf: expected g");
    assert.deepEqual(ofFailure("x", failure), {
      ...{ check: "x", state: "error", found: "a: expected b, got c" },
      fix: "do d; or e; f: expected g",
    });
    assert.deepEqual(ofFailure("x", new Failure("failed", "a")), {
      ...{ check: "x", state: "error", found: "a" },
    });
  });
});

describe("nas doctor", () => {
  let scratch: Scratch;
  let nas: ScriptedNas;
  let request: EnsureRequest;
  beforeEach(async () => {
    scratch = new Scratch();
    nas = await ScriptedNas.start(scratch.identity);
    request = requestFor(nas, scratch);
  });
  afterEach(async () => {
    await nas.stop();
    scratch.discard();
  });
  /** From now on the NAS answers this call with this. */
  const answering = (call: string, data: object) => {
    const san = nas as unknown as { perform: (call: string, parameters: object) => object };
    const before = san.perform.bind(nas);
    san.perform = (name, parameters) =>
      name === call && !("type" in parameters) ? { data } : before(name, parameters);
  };
  const doctor = async (input: unknown = request, ahead = 0) => {
    const now = () => Date.now() + ahead * 1000;
    const { exitCode, stdout } = await runToolWith({ now }, ["doctor", "--json"], input, scratch);
    const { findings } = JSON.parse(stdout) as {
      findings: (Omit<Finding, "fix"> & { fix: string | null })[];
    };
    return {
      exitCode,
      findings,
      calls: nas.calls.filter((call) => call.trim() !== ""),
      of: (check: string) => said(findings.filter((one) => one.check === check)).join("\n"),
    };
  };

  it("looks at everything in order, and changes nothing", async () => {
    await runTool(["lun", "ensure"], request, scratch);
    nas.requests.length = 0;
    const { findings, calls, of } = await doctor();
    assert.deepEqual(
      findings.map(({ check }) => check),
      [
        ...["address", "certificate", "clock", "SAN Manager", "interfaces", "login", "SynoToken"],
        ...["DSM", "identity", "session timeout", "account", "limit of LUNs", "limit of targets"],
        ...["volume /volume1", "LUN jenkins", "target jenkins", "initiators jenkins"],
        "snapshots jenkins",
      ],
    );
    for (const { state, fix } of findings) assert.equal(fix === null, state === "ok");
    assert.equal(of("login"), "ok login: account pulumi is let in without a second factor");
    assert.equal(
      of("SynoToken"),
      "ok SynoToken: given, so protection against forged requests may be on",
    );
    assert.equal(of("DSM"), "ok DSM: DS925+, DSM 7.3.2-86009");
    assert.equal(of("session timeout"), "ok session timeout: sessions end after 15 idle minutes");
    assert.deepEqual(
      calls.filter(
        (call) => !/ (query|login|logout|list|get|info|getinfo|list_snapshot)$/.test(call),
      ),
      [],
    );
    assert.equal(nas.of("API.Auth login").length, 1);
    assert.equal(nas.of("API.Auth logout").length, 1);
  });

  it("asks for a pinned identity, and fails on another NAS", async () => {
    const uuid = nas.nodeUuid;
    assert.equal(
      (await doctor()).of("identity"),
      `warning identity: node ${uuid}, any other would do`,
    );
    const pinned = { ...request, nas: { ...request.nas, nodeUuid: uuid } };
    assert.equal((await doctor(pinned)).of("identity"), `ok identity: node ${uuid} as pinned`);
    nas.nodeUuid = "00000000-2db2-4f00-a169-67c5eae86bb1";
    assert.equal(
      (await doctor(pinned)).of("identity"),
      `error identity: nas.nodeUuid: expected "${uuid}", got "${nas.nodeUuid}"`,
    );
  });

  for (const [ahead, expected] of [
    [0, "ok clock: the NAS and this machine agree"],
    [55, "ok clock: the NAS and this machine agree"],
    [600, "warning clock: the NAS is 600 s behind this machine"],
    [-600, "warning clock: the NAS is 600 s ahead of this machine"],
  ] as const)
    it(`compares the clocks when this machine's is ${ahead} s ahead`, async () => {
      // Dates of HTTP are whole seconds.
      const { of } = await doctor(request, ahead);
      assert.equal(of("clock").replace(/(599|601) s/, "600 s"), expected);
    });

  it("warns of a certificate that ends soon", async () => {
    const { of } = await doctor();
    const [, until = ""] = /valid until (\S+) /.exec(of("certificate")) ?? [];
    const daysLeft = (Date.parse(until) - Date.now()) / 86_400_000;
    const late = await doctor(request, (daysLeft - 20) * 86_400);
    assert.match(late.of("certificate"), /^warning certificate: trusted by .*\((20|19|21) days\)$/);
  });

  it("says what a pinned certificate needs when it is renewed", async () => {
    const { certificateAuthority, ...rest } = request.nas;
    assert.ok(certificateAuthority);
    const pinned = { ...rest, certificateFingerprint: scratch.identity.fingerprint };
    const century = 100 * 365 * 86_400;
    const { findings, of } = await doctor({ ...request, nas: pinned }, century);
    assert.match(of("certificate"), /^warning certificate: trusted by its fingerprint, valid/);
    assert.equal(
      findings.find(({ check }) => check === "certificate")?.fix,
      "renew it in Control Panel > Security > Certificate, and set nas.certificateFingerprint to the new one",
    );
  });

  it("tells an old DSM and a short session", async () => {
    answering("Core.System info", { model: "DS216", firmware_ver: "DSM 6.2.4-25556" });
    answering("Core.Security.DSM get", { timeout: 1 });
    const { of } = await doctor();
    assert.equal(of("DSM"), "error DSM: DS216, DSM 6.2.4-25556");
    assert.equal(
      of("session timeout"),
      "warning session timeout: sessions end after 1 idle minutes",
    );
  });

  it("expects nothing to listen while the NAS has no target", async () => {
    const { stdout } = await runTool(["doctor", "--portal", "[::1]:1"], request, scratch);
    assert.match(stdout, /\nwarning +portal +\[::1\]:1 has no target to announce yet; /);
    await runTool(["lun", "ensure"], request, scratch);
    const later = await runTool(["doctor", "--portal", "[::1]:1"], request, scratch);
    assert.match(later.stdout, /\nerror +portal +nas\.portal: .* got ECONNREFUSED; /);
  });

  it("sends no password where the certificate is not trusted", async () => {
    const { path } = selfSigned(scratch.folder, "other", "IP:::1");
    const other = { ...request, nas: { ...request.nas, certificateAuthority: path } };
    const { exitCode, findings, of, calls } = await doctor(other);
    assert.equal(exitCode, 6);
    assert.deepEqual(
      findings.map(({ check }) => check),
      ["address", "certificate"],
    );
    assert.equal(of("address"), `ok address: ${nas.url} answers`);
    assert.match(
      of("certificate"),
      /^error certificate: nas\.certificateAuthority: expected the authority/,
    );
    assert.deepEqual(calls, []);
  });

  it("warns where no certificate is verified", async () => {
    const trusting = { ...request.nas, certificateAuthority: undefined, insecure: true };
    const { of } = await doctor({ ...request, nas: trusting });
    const { stderr } = await runTool(["lun", "ensure"], { ...request, nas: trusting }, scratch);
    assert.match(stderr, /^warning: nas\.insecure: the certificate of .* is not verified/);
    assert.match(
      of("certificate"),
      /^warning certificate: trusted by nobody \(nas\.insecure\), valid/,
    );
  });

  it("tells that nobody answers", async () => {
    await nas.stop();
    const { exitCode, findings, of } = await doctor();
    assert.equal(exitCode, 6);
    assert.equal(findings.length, 1);
    assert.match(
      of("address"),
      /^error address: nas\.url: .* got connection refused \(ECONNREFUSED\)$/,
    );
    nas = await ScriptedNas.start(scratch.identity);
  });

  it("tells why the login is refused, once, and goes on with what needs none", async () => {
    nas.password = "changed";
    const first = await doctor();
    assert.match(first.of("login"), /^error login: nas\.password: .* got code 400 /);
    assert.notEqual(first.of("SAN Manager"), "", "listed to everybody");
    const second = await doctor();
    assert.match(second.of("login"), /the one that .* refused to account "pulumi"/);
    assert.equal(nas.of("API.Auth login").length, 1, "Auto Block counts attempts");
  });

  it("tells an account that may log in and not look", async () => {
    nas.faults.set("LUN list", Array(4).fill({ code: 105 }) as { code: number }[]);
    const { of, findings } = await doctor();
    assert.match(of("account"), /^error account: SYNO\.Core\.ISCSI\.LUN list: .*105/);
    assert.ok(!findings.some(({ check }) => check.startsWith("volume")));
  });

  it("takes a request without a LUN, before the first one is described", async () => {
    const { findings } = await doctor({ nas: request.nas });
    assert.ok(findings.some(({ check }) => check === "limit of LUNs"));
    assert.ok(!findings.some(({ check }) => /^(LUN|volume)/.test(check)));
  });

  it("prints a table and a sum for people, and no secret", async () => {
    const { stdout, stderr } = await runTool(["doctor"], request, scratch);
    assert.match(stdout, /^state +check +found\nok +address +https:\/\/\[::1\]:\d+ answers\n/);
    assert.match(stdout, /\n\n\d+ errors?, \d+ warnings?, \d+ ok\n$/);
    assert.match(
      stdout,
      /\nwarning +identity +node \S+, any other would do; set nas\.nodeUuid to /,
    );
    for (const secret of Object.values(secrets)) assert.ok(!`${stdout}${stderr}`.includes(secret));
  });
});
