import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

import { bootTime, lockHolder } from "../../../local/engine/lock";
import type { Instance } from "../../../local/instance";

describe("lockHolder", () => {
  let instance: Instance;

  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), "lock-"));
    instance = { folder, relativeFolder: ".", ports: {} as Instance["ports"] };
  });

  afterEach(() => rm(instance.folder, { recursive: true }));

  async function holdLock(lock: {
    pid: number;
    hostname?: string;
    timestamp: Date;
  }): Promise<void> {
    const folder = join(instance.folder, "state/.pulumi/locks/organization/jenkins-stack/local");
    await mkdir(folder, { recursive: true });
    const content = { username: "somebody", hostname: hostname(), ...lock };
    await writeFile(join(folder, "0a1b.json"), JSON.stringify(content));
  }

  const stateNow = async () => (await lockHolder(instance)).state;
  const hour = 3_600_000;

  it("is nobody without a lock", async () => {
    assert.equal(await stateNow(), "nobody");
  });

  it("is alive while the process that took it runs, however long ago that was", async () => {
    await holdLock({ pid: process.pid, timestamp: new Date() });
    assert.equal(await stateNow(), "alive");
    await holdLock({ pid: process.pid, timestamp: new Date(Date.now() + hour) });
    assert.equal(await stateNow(), "alive");
  });

  it("is dead when its pid belongs to a process that started later", async () => {
    await holdLock({ pid: process.pid, timestamp: new Date(Date.now() - hour) });
    assert.equal(await stateNow(), "dead");
  });

  it("is dead when no process has its pid", async () => {
    await holdLock({ pid: 2 ** 30, timestamp: new Date() });
    assert.equal(await stateNow(), "dead");
  });

  it("is alive on another host, which cannot be looked into", async () => {
    await holdLock({ pid: 2 ** 30, hostname: "elsewhere", timestamp: new Date() });
    assert.equal(await stateNow(), "alive");
  });
});

describe("bootTime", () => {
  it("reads the line btime of /proc/stat", () => {
    assert.equal(bootTime("cpu  1 2 3\nintr 5\nbtime 1795260000\nprocesses 7\n"), 1795260000);
  });

  it("says when there is none", () => {
    assert.throws(() => bootTime("cpu 1 2 3\n"), /expected a line btime/);
  });
});
