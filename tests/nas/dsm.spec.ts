// How the client speaks to DSM: rules measured on real ones, each pinned by what the server saw on the wire.
import assert from "node:assert/strict";

import { Connection } from "../../nas/dsm/connection";
import { Session } from "../../nas/dsm/session";
import { listTargets } from "../../nas/dsm/targets";
import type { EnsureRequest } from "../../nas/request";
import { ownNas } from "./own-nas";
import { ensure, failureOf, impatient, type ScriptedNas, secrets } from "./story";

describe("the Web API client", () => {
  const given = ownNas();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  beforeEach(() => {
    ({ nas, request } = given());
  });

  it("posts forms to entry.cgi and puts nothing into the URL", async () => {
    await ensure(request);
    for (const { verb, url, headers } of nas.requests)
      assert.deepEqual(
        [verb, url, headers["content-type"]],
        ["POST", "/webapi/entry.cgi", "application/x-www-form-urlencoded; charset=UTF-8"],
      );
  });

  it("keeps text that looks like a number text: names, CHAP password, target ids", async () => {
    const chap = { user: "1234", password: "123456789012" };
    await ensure({
      ...request,
      lun: { ...request.lun, name: "12345", description: "" },
      target: { ...request.target, name: "67890", chap },
    });
    await ensure({
      ...request,
      lun: { ...request.lun, name: "12345" },
      target: { ...request.target, name: "67890", chap },
    });
    assert.equal(nas.of("LUN create")[0]!.form["name"], '"12345"');
    const { name, user, password } = nas.of("Target create")[0]!.form;
    assert.deepEqual([name, user, password], ['"67890"', '"1234"', '"123456789012"']);
    assert.equal(nas.of("LUN map_target")[0]!.form["target_ids"], '["4"]');
    assert.equal(nas.of("Target set")[0]!.form["target_id"], '"4"');
  });

  it("logs in with plain values, because Auth is not a JSON API", async () => {
    await ensure(request);
    const { api, method, version, account, passwd, format, enable_syno_token } =
      nas.of("API.Auth login")[0]!.form;
    assert.deepEqual(
      [api, method, version, account, passwd, format, enable_syno_token],
      ["SYNO.API.Auth", "login", "6", "pulumi", secrets.nas, "sid", "yes"],
    );
  });

  it("sends session and token twice each", async () => {
    await ensure(request);
    const { form, headers } = nas.of("LUN create")[0]!;
    assert.equal(headers["cookie"], `id=${form["_sid"]!}`);
    assert.equal(headers["x-syno-token"], form["SynoToken"]);
    assert.match(form["SynoToken"]!, /^token-of-sid/);
  });

  it("logs out, also after a failure", async () => {
    await ensure(request);
    assert.equal(nas.calls.at(-1), "API.Auth logout");
    nas.luns[0]!.type_str = "FILE";
    await failureOf(ensure(request));
    assert.equal(nas.calls.at(-1), "API.Auth logout");
  });

  for (const code of [105, 106, 107, 119, 150])
    it(`logs in again once after ${code} and sends the call again`, async () => {
      nas.faults.set("LUN create", [{ code }]);
      await ensure(request);
      assert.equal(nas.of("API.Auth login").length, 2);
      assert.equal(nas.luns.length, 1);
    });

  it("names the causes when a new session does not help", async () => {
    nas.faults.set("LUN list", [{ code: 105 }, { code: 105 }]);
    const failure = await failureOf(ensure(request));
    assert.equal(nas.of("API.Auth login").length, 2);
    assert.equal(
      failure.message,
      "SYNO.Core.ISCSI.LUN list: expected success after logging in again, got code 105; the account may lack the group administrators (105), " +
        "the NAS may not see the SynoToken because a proxy drops it (105), or the session ended early: timed out (106), displaced (107), " +
        "unknown (119), source address changed (150)",
    );
  });

  it("logs in again only once in a run", async () => {
    nas.faults.set("LUN list", [{ code: 106 }]);
    nas.faults.set("LUN create", [{ code: 106 }]);
    assert.match(
      (await failureOf(ensure(request))).message,
      /^SYNO\.Core\.ISCSI\.LUN create: expected success after/,
    );
    assert.equal(nas.of("API.Auth login").length, 2);
  });

  for (let code = 400; code <= 411; code++)
    it(`tries a login refused with ${code} once`, async () => {
      nas.faults.set("API.Auth login", [{ code }]);
      const failure = await failureOf(ensure(request));
      assert.equal(failure.kind, "login");
      assert.match(
        failure.message,
        new RegExp(`got code ${code} \\(.+\\); tried once only, because Auto Block`),
      );
      assert.deepEqual(nas.calls, ["API.Auth login"]);
    });

  it("tries no login again whose answer is lost", async () => {
    nas.faults.set("API.Auth login", ["drop after"]);
    assert.equal((await failureOf(ensure(request))).kind, "unreachable");
    assert.deepEqual(nas.calls, ["API.Auth login"]);
  });

  it("asks nothing more after the second login is refused", async () => {
    nas.faults.set("LUN create", [{ code: 119 }]);
    nas.faults.set("API.Auth login", ["none", { code: 400 }]);
    assert.equal((await failureOf(ensure(request))).kind, "login");
    assert.equal(nas.calls.at(-1), "API.Auth login");
  });

  it("fails every later call with the same refusal, without asking", async () => {
    nas.faults.set("Target list", [{ code: 119 }]);
    nas.faults.set("API.Auth login", ["none", { code: 401 }]);
    const memory = {
      alone: <L>(login: () => Promise<L>) => login(),
      ...{ check: () => undefined, refused: () => undefined, accepted: () => undefined },
    };
    const connection = new Connection(request.nas, impatient);
    await Session.during(connection, request.nas, memory, async (session) => {
      const first = await failureOf(listTargets(session));
      assert.equal(await failureOf(listTargets(session)), first);
    });
    assert.equal(nas.of("Target list").length, 1);
    assert.equal(nas.calls.at(-1), "API.Auth login");
  });

  for (const fault of ["drop before", "drop after", "half", "html"] as const)
    it(`reads again after "${fault}"`, async () => {
      nas.faults.set("Target list", [fault, fault]);
      await ensure(request);
      assert.equal(nas.targets.length, 1);
    });

  for (const code of [109, 110, 111, 117, 118])
    it(`reads again when busy (${code})`, async () => {
      nas.faults.set("LUN list", [{ code }]);
      await ensure(request);
      assert.equal(nas.luns.length, 1);
    });

  it("takes 117 from a volume for an answer, not for a busy NAS", async () => {
    nas.volume = undefined;
    await failureOf(ensure(request));
    assert.equal(nas.of("Core.Storage.Volume get").length, 1);
  });

  it("looks for names in unfiltered lists", async () => {
    await ensure(request);
    for (const { form } of [...nas.of("LUN list"), ...nas.of("Target list")])
      assert.deepEqual(
        [form["types"], form["location"], form["lun_uuid"]],
        [undefined, undefined, undefined],
      );
  });

  it("names the problem, not the values, of an answer of another shape", async () => {
    await ensure(request);
    nas.targets[0]!.max_sessions = secrets.chap as never;
    const failure = await failureOf(ensure(request));
    assert.equal(
      failure.message,
      "SYNO.Core.ISCSI.Target list: expected an answer as DSM 7 gives it, got another shape " +
        "(targets.0.max_sessions: Invalid input: expected number, received string)",
    );
  });

  it("explains a code nobody has documented", async () => {
    nas.faults.set("LUN create", [{ code: 18999999 }]);
    assert.equal(
      (await failureOf(ensure(request))).message,
      "SYNO.Core.ISCSI.LUN create: expected success, got code 18999999 (an error of SAN Manager; " +
        "look at Log Center on the NAS and run the command again)",
    );
  });
});
