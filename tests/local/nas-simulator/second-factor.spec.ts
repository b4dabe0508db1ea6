import assert from "node:assert/strict";

import { codeOf, plainSettings, TestNas, type Answer } from "./support/nas";

const nodes = "SYNO.Core.ISCSI.Node";

describe("simulated NAS: second factor, refused accounts, broken sessions", () => {
  const nas = new TestNas();
  const accounts = {
    ...plainSettings.accounts,
    careful: { password: "right", oneTimeCodes: ["111111", "222222", "333333"] },
    expired: { password: "right", refusedWith: 409 },
  };
  before(() => nas.start({ ...plainSettings, accounts }));
  beforeEach(() => nas.administer("POST", "reset"));
  after(() => nas.stop());

  const login = (fields: Record<string, string>): Promise<Answer> =>
    nas.open("SYNO.API.Auth", "login", {
      version: "6",
      account: "careful",
      passwd: "right",
      ...fields,
    });
  const enrol = { enable_device_token: "yes", device_name: "laptop" };

  it("asks for a code (403), refuses a wrong one (404), takes a right one once", async () => {
    assert.equal(codeOf(await login({})), 403);
    assert.equal(codeOf(await login({ otp_code: "" })), 403);
    assert.equal(codeOf(await login({ otp_code: "999999" })), 404);
    assert.equal(codeOf(await login({ otp_code: "111111" })), 0);
    assert.equal(codeOf(await login({ otp_code: "111111" })), 404);
    assert.equal(codeOf(await login({ passwd: "wrong", otp_code: "222222" })), 400);
  });

  for (const [version, key, other] of [
    ["6", "did", "device_id"],
    ["7", "device_id", "did"],
  ] as const) {
    it(`gives a device a token as ${key} in version ${version}, which stands in for the code`, async () => {
      const { data } = await login({ version, otp_code: "111111", ...enrol });
      const token = (data as Record<string, string>)[key] ?? "";
      assert.ok(token.length > 40 && !(other in (data as object)));
      const known = { device_id: token, device_name: "laptop" };
      assert.equal(codeOf(await login(known)), 0);
      assert.equal(codeOf(await login({ ...known, device_name: "desktop" })), 403);
      assert.equal(codeOf(await login({ ...known, device_id: "guessed" })), 403);
      await nas.restart({ ...plainSettings, accounts });
      assert.equal(codeOf(await login(known)), 0);
    });
  }

  it("gives no token to a login that asks for none", async () => {
    const { data } = await login({ version: "7", otp_code: "111111" });
    assert.deepEqual(Object.keys(data as object), ["account", "is_portal_port", "sid"]);
  });

  it("counts wrong codes for Auto Block like wrong passwords", async () => {
    for (let attempt = 0; attempt < 3; attempt++) {
      assert.equal(codeOf(await login({ otp_code: "999999" })), 404);
    }
    assert.equal(codeOf(await login({ otp_code: "111111" })), 407);
  });

  it("refuses accounts without a second factor with 406 while one is enforced", async () => {
    await nas.administer("POST", "settings", { secondFactorEnforced: true });
    assert.equal(codeOf(await nas.login()), 406);
    assert.equal(codeOf(await login({ otp_code: "111111" })), 0);
  });

  it("refuses an account with the code a test wants, after the right password only", async () => {
    assert.equal(codeOf(await nas.login("expired")), 409);
    assert.equal(codeOf(await nas.login("expired", "wrong")), 400);
  });

  for (const code of [105, 106, 107, 119, 150]) {
    it(`refuses every open session with ${code} once it is broken, and takes a new login`, async () => {
      await nas.login();
      assert.equal(codeOf(await nas.call(nodes, "list")), 0);
      await nas.administer("POST", "break-sessions", { code });
      assert.equal(codeOf(await nas.call(nodes, "list")), code);
      await nas.login();
      assert.equal(codeOf(await nas.call(nodes, "list")), 0);
    });
  }

  it("tells how long a session may idle, in minutes", async () => {
    await nas.administer("POST", "settings", { sessionIdleMs: 1_200_000 });
    await nas.login();
    const { data } = await nas.call("SYNO.Core.Security.DSM", "get");
    assert.deepEqual(data, { timeout: 20, skip_ip_checking: false });
  });
});
