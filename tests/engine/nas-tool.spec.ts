// The tool as a process: killed at the worst moments, several at once, and against the simulated NAS, which shares no code
// with it and offers what it makes through a real iSCSI target. It does not prove what a real DSM answers.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { proveLun } from "../../local/initiator";
import { openInstance, type Instance } from "../../local/instance";
import { injectFault, startNas, stopNas } from "../../local/nas-simulator";
import type { EnsureRequest } from "../../nas/request";
import { runTool } from "../nas/run-tool";
import { requestFor, Scratch, ScriptedNas, startTool } from "../nas/story";

const root = resolve(__dirname, "../..");

describe("nas/run.cjs", () => {
  let scratch: Scratch;
  let nas: ScriptedNas;
  let request: EnsureRequest;
  beforeEach(async () => {
    scratch = new Scratch();
    nas = await ScriptedNas.start(scratch.identity);
    request = requestFor(nas, scratch);
  });
  afterEach(async () => {
    await nas.stop();
    scratch.discard();
  });

  it("runs as a process from any folder, with a certificate file relative to it", async () => {
    const certificateAuthority = "nas.crt";
    const { exitCode, stdout, stderr } = await startTool(
      ["lun", "ensure", "--json"],
      { ...request, nas: { ...request.nas, certificateAuthority } },
      scratch,
    );
    assert.equal(exitCode, 0, stderr);
    assert.equal((JSON.parse(stdout) as { mappingIndex: number }).mappingIndex, 1);
  });

  for (const call of ["LUN create", "Target create", "LUN map_target"])
    it(`converges when a process is killed after ${call} was done and before it was answered`, async () => {
      nas.faults.set(call, ["hang after"]);
      const first = startTool(["lun", "ensure"], request, scratch);
      const deadline = performance.now() + 8000;
      while (nas.of(call).length === 0 && performance.now() < deadline) await sleep(5);
      first.kill("SIGKILL");
      assert.equal((await first).signal, "SIGKILL");

      const second = await runTool(["lun", "ensure"], request, scratch);
      assert.equal(second.exitCode, 0, second.stderr);
      assert.deepEqual(
        [nas.luns.length, nas.targets.length, nas.targets[0]!.mapped_luns.length],
        [1, 1, 1],
      );
      assert.equal(nas.of(call).length, 1);
    });
});

describe("withLock", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "nas-lock-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("lets one in at a time across processes that take over from a dead one", async () => {
    writeFileSync(join(folder, "k.3.lock"), JSON.stringify({ pid: 2 ** 22 + 1 }));
    const register = join(root, "typescript/register.cjs");
    const script = `
      const { withLock } = require(${JSON.stringify(join(root, "nas/lock"))});
      const { mkdirSync, rmdirSync } = require("node:fs");
      const inside = process.argv[1] + "/inside";
      (async () => { for (let i = 0; i < 20; i++) await withLock(process.argv[1], "k", async () => {
        mkdirSync(inside); await new Promise(setImmediate); rmdirSync(inside); }, { poll: 1 }); })();`;
    const codes = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise((resolve) => {
            spawn(process.execPath, ["--require", register, "--eval", script, folder]).once(
              "exit",
              resolve,
            );
          }),
      ),
    );
    assert.deepEqual(codes, [0, 0, 0]);
    assert.deepEqual(readdirSync(folder), ["k.63.lock"]);
  });
});

describe("nas lun ensure on the simulated NAS", () => {
  let instance: Instance;
  let request: EnsureRequest;
  before(async () => {
    instance = await openInstance(root, ".local-test-nas");
    const { url, account, password, certificateAuthority } = await startNas(instance, {
      report: () => undefined,
    });
    request = {
      nas: { url, account, password, certificateAuthority: join(root, certificateAuthority) },
      lun: { name: "tool", volume: "/volume1", sizeBytes: 1024 ** 3, description: "" },
      target: {
        name: "tool",
        iqn: "iqn.2000-01.com.synology:nas.tool",
        maxSessions: 1,
        chap: { user: "k8s", password: "chap-secret-14" },
      },
      mappingIndex: 1,
    };
  });
  after(async () => {
    await stopNas(instance);
    rmSync(instance.folder, { recursive: true });
  });
  const run = async (
    argv: string[],
    input: unknown,
  ): Promise<{ exitCode: number | undefined; stdout: string; stderr: string }> => {
    const { exitCode, stdout, stderr } = await startTool([...argv, "--json"], input, instance);
    return { exitCode, stdout, stderr };
  };

  const writes = [
    ["SYNO.Core.ISCSI.LUN", "create"],
    ["SYNO.Core.ISCSI.Target", "create"],
    ["SYNO.Core.ISCSI.LUN", "map_target"],
  ] as const;
  writes.forEach(([api, method], index) => {
    it(`adopts what ${api} ${method} made although the connection was dropped`, async () => {
      const name = `dropped-${index}`;
      const { lun, target } = request;
      const wanted = {
        ...request,
        lun: { ...lun, name },
        target: {
          ...target,
          name,
          iqn: `iqn.2000-01.com.synology:nas.${name}`,
          chap: { ...target.chap, user: name },
        },
      };
      await injectFault(instance, { api, method, effect: "drop-after-commit" });
      const first = await run(["lun", "ensure"], wanted);
      assert.equal(first.exitCode, 0, first.stderr);
      assert.deepEqual(await run(["lun", "ensure"], wanted), { ...first, stderr: "" });
    });
  });

  it("makes a LUN once, and says the same again", async () => {
    const first = await run(["lun", "ensure"], request);
    assert.equal(first.exitCode, 0, first.stderr);
    assert.match(
      first.stderr,
      /^created LUN tool .*\ncreated target tool .*\nmapped LUN tool to target tool at index 1$/,
    );
    assert.deepEqual(await run(["lun", "ensure"], request), { ...first, stderr: "" });
  });

  it("offers it to an initiator that knows the secret, with the size asked for", async () => {
    const { iqn, chap } = request.target;
    const { portal } = await startNas(instance, { report: () => undefined });
    const { sizeBytes } = request.lun;
    const proof = await proveLun({ portal, iqn, lun: request.mappingIndex, ...chap, sizeBytes });
    const { stdout } = await run(["lun", "ensure"], request);
    const { lun } = JSON.parse(stdout) as { lun: { uuid: string } };
    assert.deepEqual(proof, { serial: lun.uuid, bytes: sizeBytes, wrongSecretRefused: true });
  });

  it("grows it", async () => {
    const sizeBytes = 2 * 1024 ** 3;
    const grown = await run(["lun", "ensure"], { ...request, lun: { ...request.lun, sizeBytes } });
    assert.equal(grown.exitCode, 0, grown.stderr);
    const shown = await run(["lun", "show"], request);
    assert.equal(
      (JSON.parse(shown.stdout) as { lun: { sizeBytes: number } }).lun.sizeBytes,
      sizeBytes,
    );
  });

  it("refuses to shrink it", async () => {
    const { exitCode, stderr } = await run(["lun", "ensure"], request);
    assert.equal(exitCode, 3);
    assert.match(stderr, /^lun\.sizeBytes: expected 1073741824, got 2147483648; /);
  });

  it("is told of a wrong password", async () => {
    const nas = { ...request.nas, password: "wrong" };
    const { exitCode, stderr } = await run(["lun", "show"], { ...request, nas });
    assert.equal(exitCode, 5);
    assert.match(stderr, /^nas\.password: expected .+ code 400 /);
  });
});
