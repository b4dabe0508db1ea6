// What the verb does to a NAS that behaves. It does not prove that a real DSM answers as the server here does.
import assert from "node:assert/strict";

import { ensure, failureOf, hasty, requestFor, Scratch, ScriptedNas, secrets } from "./story";

const gibibyte = 1024 ** 3;

describe("ensureLun", () => {
  let scratch: Scratch;
  let nas: ScriptedNas;
  before(() => (scratch = new Scratch()));
  after(() => {
    scratch.discard();
  });
  beforeEach(async () => (nas = await ScriptedNas.start(scratch.identity)));
  afterEach(async () => {
    await nas.stop();
  });
  const writes = (): string[] => nas.calls.filter((call) => / (create|set|map_target)$/.test(call));

  it("makes LUN, target and mapping on an empty NAS", async () => {
    const lines: string[] = [];
    const identity = await ensure(requestFor(nas, scratch), (line) => lines.push(line));

    const uuid = nas.luns[0]!.uuid;
    assert.deepEqual(identity, {
      lun: { name: "jenkins", uuid, sizeBytes: 2 * gibibyte },
      target: { name: "jenkins", iqn: "iqn.2000-01.com.synology:nas.jenkins", id: "4" },
      mappingIndex: 1,
      serial: uuid,
      wwid: "36001405ac36dabcd6e23d40e0d8956dc",
    });
    assert.deepEqual(writes(), ["LUN create", "Target create", "LUN map_target"]);
    assert.deepEqual(lines, [
      "created LUN jenkins (2 GiB) on /volume1",
      "created target jenkins (iqn.2000-01.com.synology:nas.jenkins)",
      "mapped LUN jenkins to target jenkins at index 1",
    ]);
  });

  it("asks for a BLUN with snapshots, discard and durable writes, marked as the stack's own", async () => {
    await ensure(requestFor(nas, scratch));
    const { name, type, location, size, description, dev_attribs } = nas.of("LUN create")[0]!.form;
    assert.deepEqual(
      { name, type, location, size, description, dev_attribs: JSON.parse(dev_attribs!) as unknown },
      {
        name: '"jenkins"',
        type: '"BLUN"',
        location: '"/volume1"',
        size: "2147483648",
        description: '"home [jenkins-stack:iqn.2000-01.com.synology:nas.jenkins]"',
        dev_attribs: ["can_snapshot", "emulate_tpu", "emulate_fua_write", "emulate_sync_cache"].map(
          (dev_attrib) => ({ dev_attrib, enable: 1 }),
        ),
      },
    );
  });

  it("demands CHAP and limits the sessions of the target (A-28)", async () => {
    await ensure(requestFor(nas, scratch));
    const { auth_type, user, password, max_sessions } = nas.targets[0]!;
    assert.deepEqual(
      { auth_type, user, password, max_sessions },
      { auth_type: 1, user: "k8s", password: secrets.chap, max_sessions: 1 },
    );
  });

  it("demands mutual CHAP where it is asked for, and one-way CHAP again where not (A-28)", async () => {
    const request = requestFor(nas, scratch);
    const mutual = { user: "nas", password: "mutual-secret1" };
    const chap = { ...request.target.chap, mutual };
    const both = { ...request, target: { ...request.target, chap } };
    const authentication = (): unknown[] => {
      const { auth_type, mutual_user, mutual_password } = nas.targets[0]!;
      return [auth_type, mutual_user, mutual_password];
    };
    await ensure(both);
    assert.deepEqual(authentication(), [2, "nas", "mutual-secret1"]);
    await ensure(request);
    assert.equal(nas.targets[0]!.auth_type, 1);
    await ensure(both);
    assert.deepEqual(authentication(), [2, "nas", "mutual-secret1"]);
  });

  it("fails when the NAS did not take a change of who may log in", async () => {
    const request = requestFor(nas, scratch);
    await ensure(request);
    const changes = [
      { chap: { user: "other", password: secrets.chap } },
      { maxSessions: 4 },
      { chap: { ...request.target.chap, mutual: { user: "nas", password: "mutual-secret1" } } },
    ];
    const both = { ...request, target: { ...request.target, ...changes[2] } };
    for (const change of changes) {
      nas.faults.set("Target set", ["nothing done"]);
      const failure = await failureOf(
        ensure({ ...request, target: { ...request.target, ...change } }),
      );
      assert.match(
        failure.message,
        /^NAS: expected target "jenkins" with (mutual )?CHAP after it reported success, got no such/,
      );
    }
    await ensure(both);
    for (const change of [{ mutual_user: "other" }, { auth_type: 1 }, { auth_type: 0 }]) {
      const kept = { ...nas.targets[0]! };
      Object.assign(nas.targets[0]!, change);
      nas.faults.set("Target set", ["nothing done"]);
      assert.equal((await failureOf(ensure(both))).kind, "failed", JSON.stringify(change));
      nas.targets[0] = kept;
    }
  });

  it("changes nothing but the CHAP secret in a second run, and says the same (P-07)", async () => {
    const first = await ensure(requestFor(nas, scratch));
    nas.requests.length = 0;
    const lines: string[] = [];
    assert.deepEqual(await ensure(requestFor(nas, scratch), (line) => lines.push(line)), first);
    assert.deepEqual(writes(), ["Target set"]);
    assert.deepEqual(lines, []);
  });

  it("brings a changed CHAP password, user and session limit to an existing target", async () => {
    const request = requestFor(nas, scratch);
    await ensure(request);
    const chap = { user: "other", password: "new-secret-1234" };
    await ensure({ ...request, target: { ...request.target, maxSessions: 2, chap } });
    const { user, password, max_sessions } = nas.targets[0]!;
    assert.deepEqual({ user, password, max_sessions }, { ...chap, max_sessions: 2 });
    assert.equal(nas.of("Target get").length, 1);
  });

  it("grows its own LUN to exactly the wanted size", async () => {
    const request = requestFor(nas, scratch);
    const { lun } = await ensure(request);
    nas.requests.length = 0;
    const grown = await ensure({ ...request, lun: { ...request.lun, sizeBytes: 3 * gibibyte } });
    assert.deepEqual(grown.lun, { ...lun, sizeBytes: 3 * gibibyte });
    const { uuid, new_size } = nas.of("LUN set")[0]!.form;
    assert.deepEqual(
      { uuid, new_size },
      { uuid: JSON.stringify(lun.uuid), new_size: "3221225472" },
    );
  });

  it("waits until DSM has finished with a new LUN before it maps it", async () => {
    nas.settleListings = 3;
    await ensure(requestFor(nas, scratch));
    assert.equal(nas.of("LUN map_target").length, 1);
  });

  it("says in which state a LUN is that never settles", async () => {
    nas.settleListings = 100_000;
    const failure = await failureOf(ensure(requestFor(nas, scratch), undefined, hasty));
    assert.equal(failure.kind, "failed");
    assert.equal(
      failure.message,
      'LUN "jenkins": expected status normal, not locked, within 0.3 s, got status normal, locked; ' +
        "SAN Manager shows its state, run the command again",
    );
  });

  it("adopts an unmarked LUN that equals the request", async () => {
    await ensure(requestFor(nas, scratch));
    nas.targets.length = 0;
    nas.luns[0]!.description = "made by hand";
    const { uuid } = nas.luns[0]!;
    assert.equal((await ensure(requestFor(nas, scratch))).lun.uuid, uuid);
    assert.equal(nas.luns.length, 1);
  });

  it("grows a LUN that lost its mark but is mapped to its target", async () => {
    const request = requestFor(nas, scratch);
    await ensure(request);
    nas.luns[0]!.description = "edited by hand";
    await ensure({ ...request, lun: { ...request.lun, sizeBytes: 3 * gibibyte } });
    assert.equal(nas.luns[0]!.size, 3 * gibibyte);
  });

  it("reads the volume only when space is needed", async () => {
    await ensure(requestFor(nas, scratch));
    nas.volume = { fs_type: "btrfs", status: "attention", size_free_byte: "0" };
    await ensure(requestFor(nas, scratch));
    assert.equal(nas.of("Core.Storage.Volume get").length, 1);
  });
});
