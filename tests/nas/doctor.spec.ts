import assert from "node:assert/strict";

import type { Finding } from "../../nas/doctor/finding";
import type { EnsureRequest } from "../../nas/request";
import { selfSigned } from "./certificates";
import { runTool, runToolWith } from "./run-tool";
import { ownNas, type OwnNas } from "./own-nas";
import { secrets, type ScriptedNas } from "./story";
import { said } from "./doctor-healthy";

describe("nas doctor", () => {
  const given = ownNas();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let scratch: OwnNas["scratch"];
  beforeEach(() => {
    ({ nas, request, scratch } = given());
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
