import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { run } from "../../plugins/cli";
import { lockPath, lockText, readLock } from "../../plugins/lock-file";
import { centreOf, entry, lockOf, offer } from "./support/worlds";

describe("the plugins tool", () => {
  let folder: string;
  let lock: string;
  let stdout: string[];
  let stderr: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "jenkins-stack-plugins-"));
    lock = join(folder, "lock.json");
    writeFileSync(lock, lockText(lockOf({})));
    centre(centreOf({ git: offer("2") }));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("writes the updated lock and prints what changed", async () => {
    assert.equal(await plugins("update", ...source()), 0);
    assert.equal(stdout.filter((line) => line.includes("git 1 > 2")).length, 1);
    assert.equal((await readLock(lock)).plugins["git"]?.version, "2");
    assert.equal(await plugins("update", ...source()), 0);
    assert.deepEqual(stdout, ["the lock file is up to date"]);
  });

  it("writes nothing in a dry run", async () => {
    const before = readFileSync(lock, "utf8");
    assert.equal(await plugins("update", "--dry-run", ...source()), 0);
    assert.match(stdout.join("\n"), /^~ git 1 > 2$/m);
    assert.equal(readFileSync(lock, "utf8"), before);
  });

  it("takes the mirror that a stack names (C-03)", async () => {
    writeFileSync(
      join(folder, "Pulumi.prod.yaml"),
      `config:\n  jenkins-stack:plugins:\n    updateCentre:\n      url: ${join(folder, "centre.json")}\n`,
    );
    assert.equal(await plugins("update", "--dry-run", "--stack", "prod"), 0);
    assert.match(stdout.join("\n"), /^~ git 1 > 2$/m);
    assert.equal(await plugins("update", "--stack", "test"), 1);
    assert.deepEqual(stderr, ["--stack: expected a stack with settings, got no Pulumi.test.yaml"]);
  });

  it("ends a check with 1 when there is a problem, and with 0 otherwise (E-26)", async () => {
    assert.equal(await plugins("check", ...source()), 0);
    assert.ok(stdout.includes("note: git 1: 2 is available"));
    centre(centreOf({}, { deprecations: { git: { url: "https://www.example.org" } } }));
    assert.equal(await plugins("check", ...source()), 1);
    assert.deepEqual(stderr, ["git 1: deprecated, see https://www.example.org"]);
    assert.match(stdout.at(-1) ?? "", /^\d+ plugins for Jenkins 2\.580\.1, 1 problem$/);
  });

  it("checks the lock by itself without a network (B-05)", async () => {
    writeFileSync(lock, lockText(lockOf({ git: entry("1", { structs: "1" }) })));
    assert.equal(await plugins("check", "--offline"), 1);
    assert.deepEqual(stderr, ["git 1: expected structs 1 or newer, got nothing"]);
  });

  it("explains a plugin", async () => {
    assert.equal(await plugins("explain", "git"), 0);
    assert.deepEqual(stdout.slice(-2), ["is here for", "  feature base: git"]);
  });

  it("ends with 2 on a wrong command line", async () => {
    assert.equal(await plugins("upgrade"), 2);
    assert.equal(await plugins("explain"), 2);
  });

  it("refuses a lock file that is none", async () => {
    writeFileSync(lock, "{}");
    assert.equal(await plugins("check", "--offline"), 1);
    assert.deepEqual(stderr, [`${lock}: expected a lock file of plugins, got something else`]);
  });

  function centre(document: object): void {
    writeFileSync(join(folder, "centre.json"), JSON.stringify(document));
  }

  function source(): string[] {
    return ["--update-centre", join(folder, "centre.json")];
  }

  function plugins(...argv: string[]): Promise<number> {
    stdout = [];
    stderr = [];
    return run(argv, {
      stdout: (line) => stdout.push(line),
      stderr: (line) => stderr.push(line),
      lockPath: lock,
      root: folder,
    });
  }
});

describe("the committed lock file", () => {
  it("is written as the tool writes it", async () => {
    assert.equal(readFileSync(lockPath, "utf8"), lockText(await readLock(lockPath)));
  });
});
