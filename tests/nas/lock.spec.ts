import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";

import { withLock } from "../../nas/lock";
import { failureOf } from "./story";

describe("withLock", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "nas-lock-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const wait = { deadline: 8000, poll: 1 };
  const locks = (): string[] => readdirSync(folder);

  it("lets one in at a time and keeps one file", async () => {
    let [inside, most] = [0, 0];
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await turn();
      inside--;
    };
    await Promise.all(Array.from({ length: 8 }, () => withLock(folder, "k", work, wait)));
    assert.equal(most, 1);
    assert.deepEqual(locks(), ["k.8.lock"]);
  });

  it("keeps different LUNs apart", async () => {
    await withLock(folder, "a", () => withLock(folder, "b", () => Promise.resolve(), wait), wait);
    assert.deepEqual(locks(), ["a.1.lock", "b.1.lock"]);
  });

  it("is free again after a failure", async () => {
    await assert.rejects(withLock(folder, "k", () => Promise.reject(new Error("x")), wait));
    assert.equal(await withLock(folder, "k", () => Promise.resolve(1), wait), 1);
  });

  it("takes over from a dead process", async () => {
    const pid = Number(execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }));
    writeFileSync(join(folder, "k.7.lock"), JSON.stringify({ pid, started: "1" }));
    await withLock(folder, "k", () => Promise.resolve(), wait);
    assert.deepEqual(locks(), ["k.8.lock"]);
  });

  it("takes over from a process whose id another one has now", async () => {
    writeFileSync(join(folder, "k.7.lock"), JSON.stringify({ pid: process.pid, started: "1" }));
    await withLock(folder, "k", () => Promise.resolve(), wait);
    assert.deepEqual(locks(), ["k.8.lock"]);
  });

  it("names a holder that does not finish", async () => {
    const holder = withLock(folder, "k", () => new Promise((resolve) => (release = resolve)), wait);
    let release: (value: unknown) => void = () => undefined;
    await turn();
    const failure = await failureOf(
      withLock(folder, "k", () => Promise.resolve(), { deadline: 20, poll: 1 }),
    );
    assert.equal(
      failure.message,
      `lock: expected the other run for this LUN to finish within 0.02 s, got process ${process.pid} still running; wait for it, or end it if it hangs`,
    );
    release(undefined);
    await holder;
  });
});
