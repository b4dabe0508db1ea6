import assert from "node:assert/strict";

import { codeOf, eventually, lunFields, TestNas, type Answer } from "./support/nas";

const lunApi = "SYNO.Core.ISCSI.LUN";

interface Row {
  readonly name: string;
  readonly uuid: string;
}

const rowsIn = (answer: Answer): Row[] => (answer.data as { luns: Row[] }).luns;

describe("simulated NAS: faults", () => {
  const nas = new TestNas();
  before(() => nas.start());
  beforeEach(() => nas.reset());
  after(() => nas.stop());

  const create = (name: string): Promise<Answer> => nas.lun("create", lunFields(name));
  const fault = (effect: string, more: object = {}): Promise<unknown> =>
    nas.administer("POST", "faults", { api: lunApi, method: "create", effect, ...more });
  const exists = async (name: string): Promise<boolean> =>
    rowsIn(await nas.lun("list")).some((row) => row.name === name);
  const text = async (): Promise<string> => {
    const fields = { api: lunApi, method: "create", version: "1", ...quoted(lunFields("text")) };
    return (await nas.raw(fields, { headers: nas.session })).text;
  };

  for (const [effect, done] of [
    ["drop-after-commit", true],
    ["drop-before", false],
  ] as const) {
    it(`closes the connection and has ${done ? "" : "not "}performed the call (${effect})`, async () => {
      await fault(effect);
      await assert.rejects(create("dropped"), /hang up|ECONNRESET/);
      assert.equal(await exists("dropped"), done);
    });
  }

  it("reports success without doing anything, with data that looks real", async () => {
    await fault("success-but-noop");
    const { success, data } = await create("pretended");
    assert.equal(success, true);
    assert.match((data as { uuid: string }).uuid, /^[0-9a-f-]{36}$/);
    assert.equal(await exists("pretended"), false);
    assert.equal(codeOf(await create("pretended")), 0);
  });

  it("pretends to log in, and to log out: the one session is none, the other one stays", async () => {
    const auth = "SYNO.API.Auth";
    await nas.fault({ api: auth, method: "login", effect: "success-but-noop" });
    assert.equal(codeOf(await nas.login()), 0);
    assert.equal(codeOf(await nas.lun("list")), 119);
    await nas.login();
    await nas.fault({ api: auth, method: "logout", effect: "success-but-noop" });
    assert.equal(codeOf(await nas.open(auth, "logout", {}, { headers: nas.session })), 0);
    assert.equal(codeOf(await nas.lun("list")), 0);
  });

  it("reports success with the data a test wants", async () => {
    await fault("success-but-noop", { data: { lun_id: 1, uuid: "none" } });
    assert.deepEqual((await create("pretended")).data, { lun_id: 1, uuid: "none" });
  });

  it("pretends to delete, to map and to restore, and changes nothing", async () => {
    const { uuid, id } = await nas.offerLun("kept");
    await nas.administer("POST", "faults", {
      api: "*",
      method: "*",
      effect: "success-but-noop",
      times: 3,
    });
    assert.equal(codeOf(await nas.lun("unmap_target", { uuid, target_ids: [id] })), 0);
    assert.equal(codeOf(await nas.lun("delete", { uuid })), 0);
    assert.equal(codeOf(await nas.target("delete", { target_id: id })), 0);
    const additional = ["mapped_lun"];
    const { target } = (await nas.target("get", { target_id: id, additional })).data as {
      target: Record<string, unknown>;
    };
    assert.deepEqual(target["mapped_luns"], [{ lun_uuid: uuid, mapping_index: 1 }]);
  });

  for (const effect of ["refused-but-created", "refused-but-performed"]) {
    it(`refuses although it has performed the call (${effect})`, async () => {
      await fault(effect);
      assert.equal(codeOf(await create("denied")), 18990068);
      assert.equal(await exists("denied"), true);
    });
  }

  it("performs any method and refuses it with the code a test wants", async () => {
    const { uuid, id } = await nas.offerLun("unmapped");
    const method = "unmap_target";
    await fault("refused-but-performed", { method, code: 117 });
    assert.equal(codeOf(await nas.lun(method, { uuid, target_ids: [id] })), 117);
    const [row] = rowsIn(await nas.lun("list", { additional: ["is_mapped"] }));
    assert.equal((row as unknown as { is_mapped: boolean }).is_mapped, false);
  });

  it("answers a code, an error page and a page, each as often as asked", async () => {
    await fault("code", { code: 117, times: 2 });
    assert.equal(codeOf(await create("later")), 117);
    assert.equal(codeOf(await create("later")), 117);
    await fault("http500");
    const fields = { api: lunApi, method: "create", version: "1" };
    assert.equal((await nas.raw(fields)).status, 500);
    await fault("html");
    assert.match((await nas.raw(fields)).text, /^<!doctype html>/);
    assert.equal(codeOf(await create("later")), 0);
  });

  it("answers nothing at all, and performs nothing", async () => {
    await fault("empty");
    assert.equal(await text(), "");
    assert.equal(await exists("text"), false);
  });

  it("performs the call and cuts its answer in half", async () => {
    await fault("truncate");
    const cut = await text();
    assert.match(cut, /^\{"success":true,"data"/);
    assert.throws(() => JSON.parse(cut) as unknown, SyntaxError);
    assert.equal(await exists("text"), true);
  });

  for (const [effect, done] of [
    ["hang-after-commit", true],
    ["hang", false],
  ] as const) {
    it(`lets other calls through while one plays ${effect}, and answers it on release`, async () => {
      await fault(effect);
      const pending = create(effect);
      const hanging = async (): Promise<number> =>
        ((await nas.administer("GET", "status")) as { hanging: number }).hanging;
      await eventually(hanging, (count) => count === 1);
      assert.equal(await exists(effect), done);
      await nas.administer("POST", "release");
      assert.equal(codeOf(await pending), 0);
      assert.equal(await exists(effect), true);
    });
  }

  it("keeps a LUN locked for as long as a test wants", async () => {
    await fault("slow-settle", { ms: 60_000 });
    const { uuid } = (await create("slow")).data as { uuid: string };
    const { uuid: other } = (await create("usual")).data as { uuid: string };
    const locked = async (): Promise<unknown[]> =>
      rowsIn(await nas.lun("list", { additional: ["is_action_locked"] })).map((row) => [
        row.uuid,
        (row as unknown as Record<string, unknown>)["is_action_locked"],
      ]);
    assert.deepEqual(await locked(), [
      [uuid, true],
      [other, false],
    ]);
  });

  it("hits the call after so many that match, whatever their API and method", async () => {
    await nas.fault({ api: "SYNO.Core.ISCSI.*", method: "*", effect: "code", code: 117, skip: 2 });
    const codes = [
      await nas.lun("list"),
      await nas.call("SYNO.Core.System", "info"),
      await nas.target("list"),
      await nas.lun("list"),
      await nas.lun("list"),
    ].map(codeOf);
    assert.deepEqual(codes, [0, 0, 0, 117, 0]);
  });

  it("counts a call for every fault that waits for it, also for the one that does not hit it", async () => {
    await nas.fault({ api: lunApi, method: "list", effect: "code", code: 117 });
    await nas.fault({ api: "*", method: "*", effect: "code", code: 118, skip: 1 });
    const codes = [await nas.lun("list"), await nas.lun("list"), await nas.lun("list")];
    assert.deepEqual(codes.map(codeOf), [117, 118, 0]);
  });

  it("takes the dots of a name as dots", async () => {
    await nas.fault({ api: "SYNO.Core.ISCSI.LU.", method: "list", effect: "code" });
    assert.equal(codeOf(await nas.lun("list")), 0);
  });

  for (const [effect, code] of [
    ["refuse-connections", 0],
    ["reboot", 119],
  ] as const) {
    it(`closes the connection, refuses the next ones for a time and answers then (${effect})`, async () => {
      await nas.fault({ api: lunApi, method: "list", effect, ms: 400 });
      await assert.rejects(nas.lun("list"), /hang up|ECONNRESET/);
      await assert.rejects(nas.lun("list"), /ECONNREFUSED/);
      const back = (): Promise<Answer | undefined> =>
        nas.lun("list").catch((): undefined => undefined);
      const answer = await eventually(back, (seen) => seen !== undefined);
      assert.equal(answer?.error?.code ?? 0, code);
    });
  }

  it("records the calls it performed, and tells those after a mark", async () => {
    await nas.restart();
    await nas.login();
    await nas.lun("get", { uuid: "absent" });
    assert.deepEqual(await nas.administer("GET", "calls"), [
      { api: "SYNO.API.Auth", method: "login", code: 0 },
      { api: lunApi, method: "get", code: 18990531 },
    ]);
    await fault("drop-before", { method: "set" });
    const during = await nas.callsDuring(async () => {
      await nas.target("list");
      await assert.rejects(nas.lun("set"));
    });
    assert.deepEqual(during, ["Target list"]);
  });
});

function quoted(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, JSON.stringify(value)]),
  );
}
