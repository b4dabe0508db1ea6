import assert from "node:assert/strict";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { eventually } from "../support/eventually";
import { subjects } from "../support/origins";

const [offline] = subjects("random");

describe("exitWithParent", () => {
  let folder: string;
  let executable: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "jenkins-stack-"));
    executable = await offline!.install(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const started: number[] = [];
  afterEach(() => {
    for (const pid of started.splice(0)) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  });

  it("ends the plugin when its standard input is closed", async () => {
    const plugin = spawn(executable, [], { stdio: ["pipe", "pipe", "inherit"] });
    await once(plugin.stdout, "data");
    started.push(plugin.pid!);
    const exited = once(plugin, "exit");
    plugin.stdin.end();
    assert.deepEqual(await exited, [0, null]);
  });

  it("ends the plugin when its parent is killed, also without a pipe to it", async () => {
    const pidFile = join(folder, "pid");
    const script = '"$0" </dev/null & echo $! >"$1"; wait';
    const parent = spawn("/bin/sh", ["-c", script, executable, pidFile], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(parent.stdout, "data");
    const plugin = Number(await readFile(pidFile, "utf8"));
    started.push(plugin);
    assert.ok(isAlive(plugin));
    parent.kill("SIGKILL");
    await eventually("the plugin is gone", () => {
      assert.ok(!isAlive(plugin));
    });
  });

  it("keeps the plugin alive while the parent is, also without a pipe to it", async () => {
    const plugin = spawn(executable, [], { stdio: ["ignore", "pipe", "inherit"] });
    await once(plugin.stdout, "data");
    const watched = AbortSignal.timeout(1_200);
    const outcome = await once(plugin, "exit", { signal: watched }).catch(() => "still running");
    plugin.kill("SIGKILL");
    assert.equal(outcome, "still running");
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
