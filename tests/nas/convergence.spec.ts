// Every write is disturbed in every way the server knows; then one more run, and the NAS must hold exactly one of everything.
import assert from "node:assert/strict";

import type { EnsureRequest } from "../../nas/request";
import { ownNas } from "./own-nas";
import { ensure, failureOf, hasty, impatient, type ScriptedNas } from "./story";
import type { Fault } from "./scripted-nas";

describe("ensureLun, when a write goes wrong", () => {
  const given = ownNas();
  let nas: ScriptedNas;
  let request: EnsureRequest;
  beforeEach(() => {
    ({ nas, request } = given());
  });

  const oneOfEach = (): void => {
    const [lun, target] = [nas.luns[0]!, nas.targets[0]!];
    assert.deepEqual([nas.luns.length, nas.targets.length], [1, 1]);
    assert.deepEqual(target.mapped_luns, [{ lun_uuid: lun.uuid, mapping_index: 1 }]);
    assert.equal(target.password, request.target.chap.password);
    assert.equal(lun.size, request.lun.sizeBytes);
  };

  const creating = ["LUN create", "Target create", "LUN map_target"];
  const done: [string, Fault][] = [
    ["its answer is lost", "drop after"],
    ["half of its answer is lost", "half"],
    ["the NAS reports an error after doing it", { codeAfterWork: 18990068 }],
  ];
  for (const call of creating)
    for (const [name, fault] of done)
      it(`adopts what ${call} made when ${name}, in the same run`, async () => {
        nas.faults.set(call, [fault]);
        await ensure(request);
        oneOfEach();
        assert.equal(nas.of(call).length, 1);
      });

  const undone: [string, Fault, string][] = [
    ["never arrives", "drop before", "unreachable"],
    ["is refused", { code: 18990002 }, "failed"],
    ["reports success and does nothing", "nothing done", "failed"],
  ];
  for (const call of creating)
    for (const [name, fault, kind] of undone)
      it(`fails when ${call} ${name}, sends it once, and converges in the next run`, async () => {
        nas.faults.set(call, [fault]);
        const failure = await failureOf(ensure(request));
        assert.equal(failure.kind, kind);
        assert.equal(nas.of(call).length, 1);
        await ensure(request);
        oneOfEach();
      });

  it("looks once for the effect of a refused write, for a while after a lost answer", async () => {
    const looks = async (fault: Fault): Promise<number> => {
      nas.faults.set("LUN create", [fault]);
      nas.requests.length = 0;
      await failureOf(ensure(request, undefined, { ...impatient, effect: 1000 }));
      return nas.calls.slice(nas.calls.indexOf("LUN create")).filter((call) => call === "LUN list")
        .length;
    };
    assert.equal(await looks({ code: 18990002 }), 1);
    assert.ok((await looks("drop before")) > 1);
  });

  it("gives up on a write that is never answered, and converges in the next run", async () => {
    nas.faults.set("Target create", ["hang"]);
    const failure = await failureOf(ensure(request, undefined, { ...impatient, answer: 1000 }));
    assert.match(
      failure.message,
      /^SYNO\.Core\.ISCSI\.Target create: expected an answer from .+, got none in time/,
    );
    await ensure(request);
    oneOfEach();
  });

  it("maps again while the LUN is not loaded yet (18990570)", async () => {
    nas.faults.set("LUN map_target", [{ code: 18990570 }, { code: 18990570 }]);
    await ensure(request);
    oneOfEach();
    assert.equal(nas.of("LUN map_target").length, 3);
  });

  it("gives up when the LUN is never loaded, and converges in the next run", async () => {
    nas.faults.set("LUN map_target", Array<Fault>(1000).fill({ code: 18990570 }));
    assert.match(
      (await failureOf(ensure(request, undefined, hasty))).message,
      /expected the LUN to be loaded within 0\.3 s/,
    );
    nas.faults.clear();
    await ensure(request);
    oneOfEach();
  });

  it("believes the size, not the answer, when it grows a LUN", async () => {
    await ensure(request);
    request = { ...request, lun: { ...request.lun, sizeBytes: 4 * 1024 ** 3 } };
    nas.faults.set("LUN set", ["nothing done"]);
    assert.equal(
      (await failureOf(ensure(request))).message,
      'NAS: expected LUN "jenkins" of 4294967296 bytes after it reported success, got no such thing; run the command again',
    );
    nas.faults.set("LUN set", ["drop after"]);
    await ensure(request);
    oneOfEach();
  });

  it("sends CHAP again when the answer is lost: it cannot be read back", async () => {
    await ensure(request);
    nas.targets[0]!.password = "stale";
    nas.faults.set("Target set", ["drop before"]);
    await ensure(request);
    oneOfEach();
    assert.equal(nas.of("Target set").length, 2);
  });

  it("fails when CHAP cannot be set, and converges in the next run", async () => {
    await ensure(request);
    nas.targets[0]!.password = "stale";
    nas.faults.set("Target set", [{ code: 18990708 }]);
    assert.equal(
      (await failureOf(ensure(request))).message,
      "SYNO.Core.ISCSI.Target set: expected success, got code 18990708 (a bad CHAP user or password; DSM wants a password of 12 to 16 characters)",
    );
    await ensure(request);
    oneOfEach();
  });
});
