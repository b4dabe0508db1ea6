import assert from "node:assert/strict";
import { statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { inquire } from "../../../local/initiator";
import { openInstance, runningProcess, type Instance } from "../../../local/instance";
import {
  breakSessions,
  changeNasSettings,
  createVirtualMachineDisk,
  injectFault,
  interruptNas,
  nasActivity,
  nasState,
  recordedCalls,
  releaseFaults,
  replaceHosts,
  resetNas,
  startNas,
  stopNas,
  takeScheduledSnapshot,
  type NasAccess,
} from "../../../local/nas-simulator";
import { Tgtadm } from "../../../local/nas-simulator/tgtadm";
import { sendWeb } from "../../../local/nas-simulator/web";
import { eventually, freePort, lunFields, secret, targetFields } from "./support/nas";

describe("startNas", function () {
  // Each start is two real processes.
  this.timeout(40_000);

  let root = "";
  let instance: Instance;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "nas-start-"));
    const opened = await openInstance(root, ".local-test");
    // The preferred iSCSI port may belong to a platform that runs beside the tests.
    const ports = { ...opened.ports, dsm: await freePort(), iscsi: await freePort() };
    instance = { ...opened, ports };
  });
  after(async () => {
    await stopNas(instance);
    await rm(root, { recursive: true, force: true });
  });

  const pids = async (): Promise<(number | undefined)[]> =>
    Promise.all(
      ["nas-simulator", "tgtd"].map(async (name) => (await runningProcess(instance, name))?.pid),
    );

  const call = async (access: NasAccess, calls: [string, string, object][]): Promise<unknown[]> => {
    const send = async (fields: Record<string, string>, headers = {}): Promise<unknown> => {
      const { text } = await sendWeb({
        nasFolder: join(instance.folder, "nas"),
        port: instance.ports.dsm,
        path: "/webapi/entry.cgi",
        method: "POST",
        headers,
        body: new URLSearchParams(fields).toString(),
      });
      const answer = JSON.parse(text) as { success: boolean; data?: unknown };
      assert.equal(answer.success, true, text);
      return answer.data;
    };
    const credentials = { account: access.account, passwd: access.password };
    const login = { api: "SYNO.API.Auth", version: "7", method: "login", enable_syno_token: "yes" };
    const { sid, synotoken } = (await send({ ...login, ...credentials })) as Record<string, string>;
    const headers = { cookie: `id=${sid ?? ""}`, "x-syno-token": synotoken ?? "" };
    const results: unknown[] = [];
    for (const [api, method, parameters] of calls) {
      const encoded = Object.entries(parameters).map(([key, value]) => [
        key,
        JSON.stringify(value),
      ]);
      const fields = Object.fromEntries(encoded) as Record<string, string>;
      results.push(await send({ api, method, version: "1", ...fields }, headers));
    }
    return results;
  };

  it("starts both processes, tells how to reach them, and keeps secrets to the owner", async () => {
    const access = await startNas(instance, { report: () => undefined });
    const { dsm, iscsi } = instance.ports;
    const { password, nodeUuid, ...rest } = access;
    assert.deepEqual(rest, {
      url: `https://[::1]:${dsm}`,
      account: "pulumi",
      certificateAuthority: ".local-test/nas/ca.crt",
      portal: `[::1]:${iscsi}`,
    });
    assert.ok(password.length >= 20);
    const [nodes] = await call(access, [["SYNO.Core.ISCSI.Node", "list", {}]]);
    assert.deepEqual(nodes, { nodes: [{ uuid: nodeUuid }] });
    for (const name of ["settings.json", "admin-token", "state.json", "ca.key", "server.key"]) {
      assert.equal(statSync(join(instance.folder, "nas", name)).mode & 0o777, 0o600, name);
    }
  });

  it("changes nothing when started again", async () => {
    const access = await startNas(instance);
    const before = await pids();
    assert.deepEqual(await startNas(instance), access);
    assert.deepEqual(await pids(), before);
  });

  for (const crashed of ["tgtd", "nas-simulator"]) {
    it(`notices that ${crashed} crashed and brings the LUN back`, async () => {
      const access = await startNas(instance);
      const name = `after-${crashed}`;
      const target = { ...targetFields(name), iqn: `iqn.2000-01.com.synology:${name}` };
      const [lun, made] = (await call(access, [
        ["SYNO.Core.ISCSI.LUN", "create", lunFields(name)],
        ["SYNO.Core.ISCSI.Target", "create", target],
      ])) as [{ uuid: string }, { target_id: number }];
      const mapping = { uuid: lun.uuid, target_ids: [made.target_id] };
      await eventually(
        () =>
          call(access, [["SYNO.Core.ISCSI.LUN", "map_target", mapping]]).then(
            () => true,
            () => false,
          ),
        (mapped) => mapped,
      );
      const record = await runningProcess(instance, crashed);
      process.kill(record?.pid ?? 0, "SIGKILL");
      await eventually(
        () => runningProcess(instance, crashed),
        (found) => found === undefined,
      );
      assert.deepEqual(await startNas(instance), access);
      const chap = { user: "k8s", password: secret };
      assert.equal(
        await inquire({ portal: access.portal, iqn: target.iqn, lun: 1, chap }),
        lun.uuid,
      );
    });
  }

  it("plays faults and tells what it did over its administration", async () => {
    const access = await startNas(instance);
    const api = "SYNO.Core.ISCSI.Node";
    await injectFault(instance, { api, method: "list", effect: "hang-after-commit" });
    const pending = call(access, [[api, "list", {}]]);
    await eventually(
      () => nasActivity(instance),
      ({ hanging }) => hanging === 1,
    );
    await releaseFaults(instance);
    await pending;
    assert.deepEqual((await recordedCalls(instance)).at(-1), { api, method: "list", code: 0 });
    const malformed = { api, method: "list", effect: "explode" } as unknown as Parameters<
      typeof injectFault
    >[1];
    await assert.rejects(injectFault(instance, malformed), /expected it to accept POST faults/);
  });

  it("is changed, filled, interrupted and wiped over its administration", async () => {
    const access = await startNas(instance);
    const api = "SYNO.Core.ISCSI.LUN";
    await changeNasSettings(instance, { settleMs: 0, volumes: { "/volume1": { otherBytes: 1 } } });
    const attributes = { dev_attribs: [{ dev_attrib: "can_snapshot", enable: 1 }] };
    const [made] = await call(access, [
      [api, "create", { ...lunFields("controlled"), ...attributes }],
    ]);
    const { uuid: lun } = made as { uuid: string };
    const snapshot = await takeScheduledSnapshot(instance, "controlled");
    const disk = await createVirtualMachineDisk(instance, { name: "vm", size: 2 ** 30 });
    const acls = [{ lunUuid: lun, permission: "rw" }];
    await replaceHosts(instance, [{ hostId: "1", name: "workers", initiatorIds: [], acls }]);
    await breakSessions(instance, 106);
    await interruptNas(instance, { ms: 50 });
    const { calls: mark } = await eventually(
      () => nasActivity(instance).catch(() => ({ calls: -1 })),
      ({ calls }) => calls >= 0,
    );
    const [snapshots, luns, hosts] = await call(access, [
      [api, "list_snapshot", { src_lun_uuid: lun }],
      [api, "list", {}],
      ["SYNO.Core.ISCSI.Host", "list", {}],
    ]);
    assert.equal((snapshots as { snapshots: { uuid: string }[] }).snapshots[0]?.uuid, snapshot);
    const rows = (luns as { luns: { uuid: string }[] }).luns.map(({ uuid }) => uuid);
    assert.deepEqual(rows.slice(-2), [lun, disk]);
    assert.equal((hosts as { hosts: unknown[] }).hosts.length, 1);
    assert.deepEqual(
      (await recordedCalls(instance, mark)).map(({ method }) => method),
      ["login", "list_snapshot", "list", "list"],
    );
    await resetNas(instance);
    assert.deepEqual(await call(access, [[api, "list", {}]]), [{ luns: [] }]);
  });

  it("stops both, and stopping again does nothing", async () => {
    await startNas(instance);
    await stopNas(instance);
    assert.deepEqual(await pids(), [undefined, undefined]);
    const { simulator, target } = await nasState(instance);
    assert.deepEqual([simulator, target], ["stopped", "stopped"]);
    await stopNas(instance);
  });

  it("names the holder of a port that somebody else took", async () => {
    await stopNas(instance);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(instance.ports.iscsi, "::1", resolve));
    try {
      await assert.rejects(
        startNas(instance),
        new RegExp(`ports.iscsi: .* process ${process.pid} `),
      );
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("refuses to start on damaged state instead of starting empty", async () => {
    await stopNas(instance);
    writeFileSync(join(instance.folder, "nas", "state.json"), "{");
    await assert.rejects(
      startNas(instance),
      /state.json: expected the JSON state of the NAS simulator/,
    );
    // The daemon that was started before the failure is stopped with the rest.
    await new Tgtadm(join(instance.folder, "nas")).run("target", "show");
  });
});
