// `npm run up`, `status`, `pulumi` and `down` as a newcomer types them, on a platform of their own.
import assert from "node:assert/strict";
import { execa } from "execa";
import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";

import { root } from "./support/platform";

const folder = ".local-test-commands";

describe("the commands", () => {
  const npm = (script: string, args: readonly string[] = [], environment = {}) =>
    execa("npm", ["run", "--silent", script, "--", ...args], {
      cwd: root,
      env: environment,
      reject: false,
      all: true,
    });
  const onInstance = (script: string) => npm(script, ["--instance", folder]);
  const committed = () => readFileSync(join(root, "Pulumi.local.yaml"), "utf8");

  before(() => onInstance("down"));
  after(() => onInstance("down"));

  it("pulumi before any up says what to do, and makes nothing", async () => {
    const { all, exitCode } = await npm("pulumi", ["stack", "ls"], {
      JENKINS_STACK_INSTANCE: folder,
    });
    assert.equal(exitCode, 1);
    assert.equal(
      all.trim(),
      `${folder}: no platform; npm run up -- --instance ${folder} makes one`,
    );
    assert.ok(!existsSync(join(root, folder)));
  });

  it("up ends with proof of what it deployed", async () => {
    const before = committed();
    const { all, exitCode } = await onInstance("up");
    assert.equal(exitCode, 0, all);
    assert.match(all, /✔ claim jenkins\/jenkins is Bound to iSCSI volume/);
    assert.match(all, /✔ pod jenkins\/jenkins-0 runs on worker-[12] \(amd64, storage label\)/);
    assert.match(all, /✔ LUN 1 of .* opens with CHAP .*; a wrong secret is refused/);
    assert.match(all, /✔ a second pulumi up on stack local changes nothing/);
    assert.match(all, /✔ cluster \(\d+\.\d s\)/);
    assert.equal(committed(), before, "the committed settings are never written");
  });

  it("status lists what runs, with versions, ports and the origin of the plugins", async () => {
    const { all } = await onInstance("status");
    assert.match(all, /^kube-apiserver 1\.36\.1 +running +port \d+, pid \d+$/m);
    assert.match(all, /^DSM simulator +running +port \d+$/m);
    assert.match(all, /^plugin kubernetes 4\.32\.0 +(official|offline) plugin$/m);
    assert.match(all, /^stack local +idle$/m);
  });

  it("pulumi runs the CLI by hand on the same stack", async () => {
    const args = ["stack", "output", "jenkinsUrl", "--stack", "local"];
    const { stdout, exitCode } = await npm("pulumi", args, { JENKINS_STACK_INSTANCE: folder });
    assert.equal(exitCode, 0);
    assert.equal(stdout, "https://jenkins.localhost/");
  });

  it("pulumi passes the CLI's exit code on", async () => {
    const { exitCode } = await npm("pulumi", ["stack", "select", "nobody"], {
      JENKINS_STACK_INSTANCE: folder,
    });
    assert.notEqual(exitCode, 0);
  });

  it("a second up heals what has crashed and changes nothing, and a third at that time says who works", async () => {
    for (const name of ["kube-scheduler", "nas-simulator"]) {
      const record = await readFile(join(root, folder, "processes", `${name}.json`), "utf8");
      process.kill((JSON.parse(record) as { pid: number }).pid, "SIGKILL");
    }
    const runs = await Promise.all([onInstance("up"), onInstance("up")]);
    const [worked, refused] = runs.sort(
      (one, other) => Number(one.exitCode) - Number(other.exitCode),
    );
    assert.equal(worked.exitCode, 0, worked.all);
    assert.match(worked.all, /^ {2}\d+ unchanged$/m);
    assert.equal(refused.exitCode, 1);
    assert.match(
      refused.all,
      /expected no other run on this platform, got "npm run up" \(pid \d+\); wait for it to end/,
    );
  });

  it("up names the holder of a port that somebody else has taken later, and changes nothing", async () => {
    const ports = JSON.parse(readFileSync(join(root, folder, "ports.json"), "utf8")) as {
      dsm: number;
    };
    const record = readFileSync(join(root, folder, "processes/nas-simulator.json"), "utf8");
    process.kill((JSON.parse(record) as { pid: number }).pid, "SIGKILL");
    const intruder = createServer();
    await listening(intruder, ports.dsm);
    try {
      const { all, exitCode } = await onInstance("up");
      assert.equal(exitCode, 1);
      assert.match(all, new RegExp(`got it taken by process ${process.pid} `));
      assert.doesNotMatch(all, /\n\s+at .*:\d+:\d+/);
    } finally {
      intruder.close();
    }
  });

  it("down ends what up started, removes its folder and nothing else", async () => {
    const { exitCode } = await onInstance("down");
    assert.equal(exitCode, 0);
    assert.ok(!existsSync(join(root, folder)));
    assert.deepEqual(await processesOf(join(root, folder)), []);
  });

  it("down twice is no mistake", async () => {
    const { stdout, exitCode } = await onInstance("down");
    assert.equal(exitCode, 0);
    assert.equal(stdout, `${folder}: nothing to take down`);
  });

  it("an unknown option is refused with the usage", async () => {
    const { all, exitCode } = await npm("up", ["--nonsense"]);
    assert.equal(exitCode, 1);
    assert.match(all, /unknown option '--nonsense'/);
  });
});

/** Retries while the killed process still holds the port. */
function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + 10_000;
    server.on("error", (error) => {
      if (Date.now() > deadline) reject(error);
      else setTimeout(() => server.listen(port, "::1"), 50);
    });
    server.once("listening", resolve);
    server.listen(port, "::1");
  });
}

/** Command lines of processes that mention a folder. */
async function processesOf(mentioned: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")),
  );
  return lines.filter((line) => line.includes(mentioned));
}
