// An account with two-factor authentication: one login with a one-time password enrols this machine, every later one
// shows the token it was given.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Connection } from "../../nas/dsm/connection";
import { enrolDevice, type Enrolment } from "../../nas/dsm/device";
import { listLuns } from "../../nas/dsm/luns";
import type { RefusalMemory } from "../../nas/dsm/login";
import { RefusedCredential } from "../../nas/refused-credential";
import type { EnsureRequest } from "../../nas/request";
import { ownNas } from "./own-nas";
import { during, failureOf, impatient, type ScriptedNas } from "./story";

describe("enrolDevice", () => {
  const given = ownNas();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  beforeEach(() => {
    ({ nas, request } = given());
    nas.otp = "123456";
  });

  const enrol = (otp = "123456", name = "ci", memory?: RefusalMemory): Promise<Enrolment> =>
    enrolDevice(new Connection(request.nas, impatient), request.nas, otp, name, memory);
  const with2fa = (change: object): EnsureRequest => ({
    ...request,
    nas: { ...request.nas, ...change },
  });

  it("logs in once with the one-time password, asks for a token, and logs out", async () => {
    const { deviceToken, deviceName } = await enrol();
    assert.deepEqual([deviceToken, deviceName], ["device-token-1", "ci"]);
    const { otp_code, enable_device_token, device_name, version } =
      nas.of("API.Auth login")[0]!.form;
    assert.deepEqual(
      [otp_code, enable_device_token, device_name, version],
      ["123456", "yes", "ci", "6"],
    );
    assert.deepEqual(nas.calls, ["API.Auth login", "API.Auth logout"]);
    const { form, headers } = nas.of("API.Auth logout")[0]!;
    assert.equal(headers["cookie"], `id=${form["_sid"]!}`);
  });

  it("reads the token under its name of version 7 too", async () => {
    nas.tokenKey = "device_id";
    assert.equal((await enrol()).deviceToken, "device-token-1");
  });

  it("gives a token that later logins show with the name, without a one-time password", async () => {
    await during(with2fa(await enrol()), listLuns);
    const { device_id, device_name, otp_code } = nas.of("API.Auth login")[1]!.form;
    assert.deepEqual([device_id, device_name, otp_code], ["device-token-1", "ci", undefined]);
  });

  it("shows the token again when the session is lost", async () => {
    const enrolled = with2fa(await enrol());
    nas.faults.set("LUN list", [{ code: 106 }]);
    await during(enrolled, listLuns);
    assert.deepEqual(
      nas.of("API.Auth login").map(({ form }) => form["device_id"]),
      [undefined, "device-token-1", "device-token-1"],
    );
  });

  it("says how to enrol when the account wants a second factor", async () => {
    const failure = await failureOf(during(request, listLuns));
    assert.equal(failure.kind, "login");
    assert.equal(
      failure.message,
      `nas.deviceToken: expected ${nas.url} to let account "pulumi" in, got code 403 (a second factor is required); ` +
        "tried once only, because Auto Block bans this machine's address after a few failures; " +
        "enrol this machine once with `login device` and set nas.deviceToken and nas.deviceName",
    );
  });

  it("says how to go on when the token belongs to another name", async () => {
    const { deviceToken } = await enrol();
    const failure = await failureOf(
      during(with2fa({ deviceToken, deviceName: "laptop" }), listLuns),
    );
    assert.match(failure.message, /^nas\.deviceToken: .+ got code 404 \(.+ not valid any more\)/);
    assert.match(failure.message, /; wait for the next one-time password and enrol again/);
    assert.ok(!failure.message.includes(deviceToken));
  });

  it("tries a wrong one-time password once, and does not repeat it", async () => {
    const failure = await failureOf(enrol("654321"));
    assert.deepEqual([failure.kind, failure.details.dsmCode], ["login", 404]);
    assert.ok(!failure.message.includes("654321"));
    assert.deepEqual(nas.calls, ["API.Auth login"]);
  });

  for (const otp of ["", "12345", "1234567", "12345a"])
    it(`asks nothing of the NAS with ${JSON.stringify(otp)} for a one-time password`, async () => {
      const failure = await failureOf(enrol(otp));
      assert.deepEqual(
        [failure.kind, failure.message],
        [
          "request",
          "otp code: expected the six digits that the authenticator shows, got another value (not shown)",
        ],
      );
      assert.deepEqual(nas.calls, []);
    });

  it("refuses a device name that is none", async () => {
    assert.equal(
      (await failureOf(enrol("123456", ""))).message,
      'nas.deviceName: expected 1 to 64 printable ASCII characters, got ""',
    );
  });

  it("says so when the account has no second factor", async () => {
    nas.otp = undefined;
    assert.match((await failureOf(enrol())).message, /got none; set up two-factor authentication/);
    assert.equal(nas.calls.at(-1), "API.Auth logout");
  });

  describe("with a memory of refusals", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "nas-2fa-"))));
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });
    const memory = (change: object = {}): RefusedCredential =>
      new RefusedCredential(folder, nas.url, { ...request.nas, ...change });
    const refused = (refusals: RefusedCredential, withOtp = false): boolean => {
      try {
        refusals.check(withOtp);
        return false;
      } catch {
        return true;
      }
    };

    it("enrols right after a login that lacked the second factor", async () => {
      memory().refused(403);
      assert.ok(refused(memory()));
      await enrol("123456", "ci", memory());
      assert.ok(!refused(memory()));
    });

    it("tries another token at once, the same one not", () => {
      memory({ deviceToken: "old" }).refused(404);
      assert.ok(refused(memory({ deviceToken: "old" })));
      assert.ok(!refused(memory({ deviceToken: "new" })));
    });

    it("tries a wrong password with no token whatever", () => {
      memory({ deviceToken: "old" }).refused(400);
      assert.ok(refused(memory({ deviceToken: "new" })));
    });

    it("does not try one wrong one-time password after the other", async () => {
      await failureOf(enrol("654321", "ci", memory()));
      const failure = await failureOf(enrol("123456", "ci", memory()));
      assert.match(
        failure.message,
        /^nas\.deviceToken: expected a credential that is let in, .+ with code 404 \(.+\); it is not tried again for five minutes, because Auto Block/,
      );
      assert.equal(nas.of("API.Auth login").length, 1);
    });
  });
});
