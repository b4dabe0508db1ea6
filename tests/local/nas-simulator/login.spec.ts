import assert from "node:assert/strict";

import { codeOf, plainSettings, TestNas } from "./support/nas";

describe("simulated NAS: login and sessions", () => {
  const nas = new TestNas();
  before(() => nas.start());
  after(() => nas.stop());

  const nodes = "SYNO.Core.ISCSI.Node";

  it("lists its APIs to anybody, with the paths and formats of DSM", async () => {
    const query = { query: "SYNO.API.Auth,SYNO.Core.ISCSI.LUN,SYNO.Core.Nothing" };
    const answer = await nas.open("SYNO.API.Info", "query", query, { path: "/webapi/query.cgi" });
    assert.deepEqual(answer.data, {
      "SYNO.API.Auth": { minVersion: 1, maxVersion: 7, path: "entry.cgi" },
      "SYNO.Core.ISCSI.LUN": {
        minVersion: 1,
        maxVersion: 1,
        path: "entry.cgi",
        requestFormat: "JSON",
      },
    });
  });

  for (const version of ["3", "6", "7"]) {
    it(`logs in by version ${version} of the login`, async () => {
      const fields = { version, account: "pulumi", passwd: "right", enable_syno_token: "yes" };
      const { data } = await nas.open("SYNO.API.Auth", "login", fields);
      assert.deepEqual(Object.keys(data as object), [
        "account",
        "is_portal_port",
        "sid",
        "synotoken",
      ]);
    });
  }

  it("takes auth.cgi for logins only", async () => {
    await nas.login();
    const options = { headers: nas.session, path: "/webapi/auth.cgi" };
    assert.equal(codeOf(await nas.open(nodes, "list", {}, options)), 102);
  });

  it("sets the session cookie only when the login asks for it", async () => {
    const fields = { api: "SYNO.API.Auth", version: "6", method: "login", account: "pulumi" };
    const plain = await nas.raw({ ...fields, passwd: "right", format: "sid" });
    assert.deepEqual(plain.cookies, []);
    const asked = await nas.raw({ ...fields, passwd: "right", format: "cookie" });
    const { sid } = (JSON.parse(asked.text) as { data: { sid: string } }).data;
    assert.deepEqual(asked.cookies, [`id=${sid}; path=/; secure; HttpOnly`]);
  });

  it("gives no token to a login that asks for none, and then refuses its calls with 105", async () => {
    const fields = { version: "6", account: "pulumi", passwd: "right" };
    const { data } = await nas.open("SYNO.API.Auth", "login", fields);
    const { sid = "", synotoken } = data as { sid?: string; synotoken?: string };
    assert.equal(synotoken, undefined);
    assert.equal(codeOf(await nas.open(nodes, "list", { _sid: sid })), 105);
  });

  it("refuses accounts that are wrong, disabled or no administrator", async () => {
    await nas.administer("POST", "forgive");
    assert.equal(codeOf(await nas.login("pulumi", "wrong")), 400);
    assert.equal(codeOf(await nas.login("nobody", "right")), 400);
    assert.equal(codeOf(await nas.login("former")), 401);
    assert.equal(codeOf(await nas.login("reader")), 402);
  });

  it("blocks an address after three wrong passwords, even with the right one, until the block ends", async () => {
    await nas.restart();
    for (let attempt = 0; attempt < 3; attempt++) {
      assert.equal(codeOf(await nas.login("pulumi", "wrong")), 400);
    }
    assert.equal(codeOf(await nas.login()), 407);
    nas.ahead = 61_000;
    assert.equal(codeOf(await nas.login()), 0);
  });

  it("does not count failures that lie longer ago than the window", async () => {
    await nas.restart();
    for (let attempt = 0; attempt < 4; attempt++) {
      assert.equal(codeOf(await nas.login("pulumi", "wrong")), 400);
      nas.ahead += 200_000;
    }
  });

  it("asks for a session: none, a wrong one and one that was closed are 119", async () => {
    await nas.login();
    assert.equal(codeOf(await nas.open(nodes, "list")), 119);
    assert.equal(codeOf(await nas.open(nodes, "list", { _sid: "wrong" })), 119);
    const session = { headers: nas.session };
    assert.equal(codeOf(await nas.open(nodes, "list", {}, session)), 0);
    assert.equal(codeOf(await nas.open("SYNO.API.Auth", "logout", {}, session)), 0);
    assert.equal(codeOf(await nas.open(nodes, "list", {}, session)), 119);
  });

  it("refuses a session that idled too long with 106, once; then it is unknown", async () => {
    await nas.restart();
    await nas.login();
    nas.ahead = 900_001;
    assert.equal(codeOf(await nas.call(nodes, "list")), 106);
    assert.equal(codeOf(await nas.call(nodes, "list")), 119);
  });

  it("keeps the first session when the same account logs in again", async () => {
    await nas.login();
    const first = { headers: nas.session };
    await nas.login();
    assert.equal(codeOf(await nas.open(nodes, "list", {}, first)), 0);
  });

  it("refuses a call without the token of its session with 105", async () => {
    await nas.login();
    const { cookie = "", "x-syno-token": token = "" } = nas.session;
    assert.equal(codeOf(await nas.open(nodes, "list", {}, { headers: { cookie } })), 105);
    const wrong = { headers: { cookie, "x-syno-token": "wrong" } };
    assert.equal(codeOf(await nas.open(nodes, "list", {}, wrong)), 105);
    const asField = await nas.open(nodes, "list", { SynoToken: token }, { headers: { cookie } });
    assert.equal(codeOf(asField), 0);
  });

  it("takes the session id as quoted parameter, unless only the cookie counts", async () => {
    await nas.login();
    const sid = (nas.session["cookie"] ?? "").slice("id=".length);
    const token = nas.session["x-syno-token"] ?? "";
    const fields = { _sid: JSON.stringify(sid), SynoToken: token };
    assert.equal(codeOf(await nas.open(nodes, "list", fields)), 0);
    await nas.restart({ ...plainSettings, sidCarrier: "cookie" });
    await nas.login();
    const later = (nas.session["cookie"] ?? "").slice("id=".length);
    assert.equal(codeOf(await nas.open(nodes, "list", { _sid: later })), 119);
  });

  it("checks parameters, API, version, session and method in this order", async () => {
    await nas.login();
    const session = { headers: nas.session };
    assert.deepEqual(JSON.parse((await nas.raw({ api: nodes })).text), {
      success: false,
      error: { code: 101 },
    });
    assert.equal(codeOf(await nas.open("SYNO.Nothing", "x", { version: "9" })), 102);
    assert.equal(codeOf(await nas.open(nodes, "x", { version: "9" })), 104);
    assert.equal(codeOf(await nas.open(nodes, "x")), 119);
    assert.equal(codeOf(await nas.open(nodes, "x", {}, session)), 103);
    assert.equal(codeOf(await nas.open(`"${nodes}"`, '"list"', { version: '"1"' }, session)), 0);
  });

  it("answers paths outside the Web API with HTML", async () => {
    const { status, text } = await nas.raw({}, { path: "/webapi/other.cgi" });
    assert.equal(status, 404);
    assert.match(text, /^<!doctype html>/);
  });

  it("keeps its administration from callers without the token", async () => {
    const { status } = await nas.raw({}, { path: "/simulator/release" });
    assert.equal(status, 404);
  });
});
