// One build at a time on a volume, with the real flock of the kernel.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { execa } from "../../local/execa";
import { BuildrootFolder } from "./buildroot-folder";

describe("the lock of a Buildroot volume", function () {
  this.timeout(20_000);
  const buildroot = new BuildrootFolder();
  const groups: number[] = [];
  afterEach(() => {
    // What a failed test left waiting would keep the whole run from ending.
    for (const group of groups.splice(0))
      try {
        process.kill(-group, "SIGKILL");
      } catch {
        continue;
      }
  });
  after(() => {
    buildroot.remove();
  });

  /** Runs a command under the lock. */
  function locked(command: string, environment: Readonly<Record<string, string>> = {}) {
    const run = execa("sh", [buildroot.path("scripts/with-lock.sh"), "sh", "-c", command], {
      ...{ cwd: buildroot.folder, env: buildroot.environment(environment), reject: false },
      detached: true,
    });
    groups.push(run.pid ?? 0);
    return run;
  }

  /** A build that has the lock until it is released; `$WAITS` is what makes it wait. */
  async function holding(name: string, command = "eval $WAITS") {
    const [here, go] = [buildroot.path(`${name}-here`), buildroot.path(`${name}-go`)];
    await execa("mkfifo", [here, go]);
    const holder = locked(command, {
      ...{ HERE: here, GO: go, WAITS: 'echo >"$HERE"; read -r REPLY <"$GO" || :' },
      BUILD_URL: "https://jenkins.example/job/aimee/7/",
    });
    await execa("cat", [here]);
    return { holder, release: () => execa("tee", [go], { input: "\n" }) };
  }

  it("runs a command with its arguments and its exit status", async () => {
    const run = await locked('echo "a  b" "$0"; exit 7');
    assert.deepEqual([run.stdout, run.exitCode], ["a  b sh", 7]);
  });

  it("makes files that everybody may read: Buildroot wants that umask", async () => {
    assert.equal((await locked("umask")).stdout, "0022");
  });

  it("gives up when another build stays on the volume, and names it (A-61)", async () => {
    const { holder, release } = await holding("stays");
    const second = await locked("echo never", { BUILDROOT_LOCK_SECONDS: "0" });
    assert.deepEqual([second.exitCode, second.stdout], [75, ""]);
    assert.match(
      second.stderr,
      /expected the volume to be free within 0 s, got https:\/\/jenkins\.example\/job\/aimee\/7\/ still on it/,
    );
    await release();
    assert.equal((await holder).exitCode, 0);
  });

  it("waits for another build and runs after it (A-61)", async () => {
    const { holder, release } = await holding("waits", 'eval $WAITS; echo first >>"$ROOT/order"');
    const second = locked('echo second >>"$ROOT/order"');
    // It says that it waits before it does.
    for await (const line of second.iterable({ from: "stderr" })) {
      assert.match(line, /has the volume; waiting for at most 60 s/);
      await release();
      break;
    }
    await Promise.all([holder, second]);
    assert.equal(readFileSync(buildroot.path("order"), "utf8"), "first\nsecond\n");
  });

  it("is free again when the build is killed", async () => {
    const { holder } = await holding("killed");
    holder.kill("SIGKILL");
    await holder;
    assert.equal((await locked("exit 0", { BUILDROOT_LOCK_SECONDS: "0" })).exitCode, 0);
  });

  it("is kept for as long as anything of the build lives", async () => {
    const { holder, release } = await holding("child", "{ eval $WAITS; } >&- 2>&- & wait");
    holder.kill("SIGKILL");
    await holder;
    assert.equal((await locked("exit 0", { BUILDROOT_LOCK_SECONDS: "0" })).exitCode, 75);
    await release();
    assert.equal((await locked("exit 0")).exitCode, 0);
  });

  it("is taken by the build itself", async () => {
    const { holder, release } = await holding("build");
    const build = buildroot.build({ BUILDROOT_LOCK_SECONDS: "0" });
    assert.deepEqual([build.status, build.made], [75, []]);
    await release();
    await holder;
  });
});
