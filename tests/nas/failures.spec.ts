// What an operator reads when the NAS cannot be used, with the exit code; through the command line, in this process.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import type { EnsureRequest } from "../../nas/request";
import { selfSigned } from "./certificates";
import { ownNas, type OwnNas } from "./own-nas";
import { runTool, type Run } from "./run-tool";
import { ScriptedNas, secrets } from "./story";

describe("nas, when the NAS cannot be used", () => {
  const given = ownNas();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  let scratch: OwnNas["scratch"];
  beforeEach(() => {
    ({ nas, request, scratch } = given());
  });

  const ensureWith = (settings: Partial<EnsureRequest["nas"]>): Promise<Run> =>
    runTool(["lun", "ensure"], { ...request, nas: { ...request.nas, ...settings } }, scratch);
  const fails = (run: Run, exitCode: number, message: string): void => {
    assert.deepEqual(run, { exitCode, stdout: "", stderr: `${message}\n` });
  };

  it("explains a wrong password, and does not try it twice", async () => {
    fails(
      await ensureWith({ password: "wrong" }),
      5,
      `nas.password: expected ${nas.url} to let account "pulumi" in, got code 400 (no such account, or a wrong password); ` +
        "tried once only, because Auto Block bans this machine's address after a few failures; " +
        "compare both with Control Panel > User & Group",
    );
    const { exitCode, stderr } = await ensureWith({ password: "wrong" });
    assert.equal(exitCode, 5);
    assert.match(
      stderr,
      /^nas\.password: expected another password, got the one that .+ refused to account "pulumi" at \S+ with code 400 \(.+\); it is not tried again, because Auto Block .+ remove .+\.refused\n$/,
    );
    assert.equal(nas.calls.length, 1);
  });

  it("tries a changed password after a refused one", async () => {
    await ensureWith({ password: "wrong" });
    assert.equal((await ensureWith({ password: secrets.nas })).exitCode, 0);
    assert.equal(nas.luns.length, 1);
  });

  const refusals: [number, string, string, string][] = [
    [
      402,
      "account",
      "permission denied",
      "make the account a member of the group administrators, SAN Manager cannot be delegated",
    ],
    [
      403,
      "deviceToken",
      "a second factor is required",
      "enrol this machine once with `login device` and set nas.deviceToken and nas.deviceName",
    ],
    [
      407,
      "account",
      "this machine's address is blocked by Auto Block",
      "unblock it in Control Panel > Security > Protection",
    ],
  ];
  for (const [code, field, cause, action] of refusals)
    it(`explains login code ${code}`, async () => {
      nas.faults.set("API.Auth login", [{ code }]);
      fails(
        await ensureWith({}),
        5,
        `nas.${field}: expected ${nas.url} to let account "pulumi" in, got code ${code} (${cause}); ` +
          `tried once only, because Auto Block bans this machine's address after a few failures; ${action}`,
      );
    });

  it("explains a NAS that is down", async () => {
    const { url } = nas;
    const port = createServer().listen(0, "::1");
    await once(port, "listening");
    const closed = `https://[::1]:${(port.address() as AddressInfo).port}`;
    port.close();
    await once(port, "close");
    fails(
      await ensureWith({ url: closed }),
      4,
      `nas.url: expected DSM to answer at "${closed}", got connection refused (ECONNREFUSED); ` +
        "check that the NAS is up, the address, and DSM's HTTPS port (usually 5001)",
    );
    assert.notEqual(closed, url);
  });

  it("explains a port without TLS", async () => {
    const plain = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    plain.listen(0, "::1");
    await once(plain, "listening");
    const url = `https://[::1]:${(plain.address() as AddressInfo).port}`;
    const run = await ensureWith({ url });
    plain.close();
    assert.equal(run.exitCode, 4);
    assert.match(
      run.stderr,
      /^nas\.url: expected DSM's HTTPS port at ".+", got an answer that is not TLS \(ERR_SSL_\w+\)\n$/,
    );
  });

  it("refuses an untrusted certificate before it sends anything", async () => {
    const other = selfSigned(scratch.folder, "other", "IP:::1");
    fails(
      await ensureWith({ certificateAuthority: other.path }),
      4,
      `nas.certificateAuthority: expected the authority that signed the certificate of ${nas.url}, got "${other.path}" (DEPTH_ZERO_SELF_SIGNED_CERT); ` +
        "export the NAS's certificate in Control Panel > Security > Certificate and name its file",
    );
    assert.deepEqual(nas.calls, []);
  });

  it("refuses a certificate for another name", async () => {
    const other = selfSigned(scratch.folder, "other", "DNS:nas.example,IP:127.0.0.1");
    const named = await ScriptedNas.start(other);
    const run = await ensureWith({ url: named.url, certificateAuthority: other.path });
    await named.stop();
    fails(
      run,
      4,
      'nas.url: expected a certificate for "[::1]", got one for "DNS:nas.example, IP Address:127.0.0.1"; ' +
        "use a name of the certificate in nas.url, or give the NAS a certificate with this name or address",
    );
    assert.deepEqual(named.calls, []);
  });

  it("accepts a pinned certificate whatever its name, and refuses any other", async () => {
    const other = selfSigned(scratch.folder, "other", "DNS:nas.example");
    const named = await ScriptedNas.start(other);
    const { url } = named;
    const { account, password } = request.nas;
    const run = (certificateFingerprint: string): Promise<Run> =>
      runTool(
        ["lun", "ensure"],
        { ...request, nas: { account, password, url, certificateFingerprint } },
        scratch,
      );
    const wrong = Array(32).fill("AB").join(":");
    const refused = await run(wrong);
    const accepted = await run(other.fingerprint);
    await named.stop();
    fails(
      refused,
      4,
      `nas.certificateFingerprint: expected "${wrong}" at ${url}, got "${other.fingerprint}"; ` +
        "compare it with Control Panel > Security > Certificate before changing the setting",
    );
    assert.equal(accepted.exitCode, 0);
    assert.equal(named.luns.length, 1);
  });

  it("accepts any certificate when told to, and warns on standard error", async () => {
    const other = selfSigned(scratch.folder, "other", "DNS:nas.example");
    const named = await ScriptedNas.start(other);
    const { account, password } = request.nas;
    const { url } = named;
    const insecure = { account, password, url, insecure: true };
    const run = await runTool(["lun", "ensure"], { ...request, nas: insecure }, scratch);
    await named.stop();
    assert.equal(run.exitCode, 0);
    assert.equal(
      run.stderr.split("\n")[0],
      `warning: nas.insecure: the certificate of ${url} is not verified, so anybody on the way can read the NAS password; ` +
        "set nas.certificateFingerprint instead",
    );
    assert.equal(named.luns.length, 1);
  });

  it("verifies the certificate when insecure is false", async () => {
    const other = selfSigned(scratch.folder, "other", "IP:::1");
    const run = await ensureWith({ insecure: false, certificateAuthority: other.path });
    assert.equal(run.exitCode, 4);
    assert.deepEqual(nas.calls, []);
  });

  it("explains a certificate file that is missing or is none", async () => {
    const end = "; relative paths start at the current folder";
    const expected =
      "nas.certificateAuthority: expected a PEM file with the certificate that signed the NAS's, got";
    fails(
      await ensureWith({ certificateAuthority: "no/ca.crt" }),
      2,
      `${expected} "no/ca.crt" (no such file)${end}`,
    );
    const path = join(scratch.folder, "ca.txt");
    writeFileSync(path, "not a certificate");
    fails(
      await ensureWith({ certificateAuthority: path }),
      2,
      `${expected} "${path}" (not a certificate)${end}`,
    );
  });

  it("explains a page instead of JSON", async () => {
    nas.faults.set("Node list", ["html", "html", "html"]);
    fails(
      await ensureWith({}),
      4,
      `nas.url: expected JSON from DSM's Web API at ${nas.url}, got a body of type "text/html" with status 200; ` +
        "check that this is DSM's own port and that the NAS has finished starting",
    );
  });

  it("refuses another NAS than the pinned one before it looks at any LUN", async () => {
    const pinned = "11111111-2222-4333-8444-555555555555";
    fails(
      await ensureWith({ nodeUuid: pinned }),
      3,
      `nas.nodeUuid: expected "${pinned}", got "${nas.nodeUuid}"; another NAS answers at nas.url, nothing was changed`,
    );
    assert.deepEqual(nas.calls, ["API.Auth login", "Node list", "API.Auth logout"]);
  });

  it("says which package is missing when DSM has no SAN API", async () => {
    nas.faults.set("Node list", [{ code: 102 }]);
    fails(
      await ensureWith({}),
      1,
      "SYNO.Core.ISCSI.Node list: expected success, got code 102 (no such API; SAN Manager (package ScsiTarget) must be installed and running)",
    );
  });
});
