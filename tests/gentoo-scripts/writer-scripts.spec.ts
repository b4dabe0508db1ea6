import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";

import { copyScript, firstFillScript, syncScript } from "../../components/gentoo/writer-scripts";
import { eventually } from "../local/plugins/support/eventually";
import { ContainerFolder } from "./support/container";
import { portageTools, type PortageTools } from "./support/portage-user";

// Portage itself is a stand-in: emerge-webrsync leaves a plain tree, emaint publishes it behind a link.
const webrsync = 'echo webrsync >> "$ROOT/calls"; mkdir -p "$ROOT/var/db/repos/gentoo"';
const publish =
  'echo "emaint $*" >> "$ROOT/calls"; cd "$ROOT/var/db/repos"; rm -rf gentoo; ln -s .gentoo-rcu/latest gentoo';

let container: ContainerFolder;

describe("firstFillScript", () => {
  afterEach(() => {
    container.remove();
  });

  it("fills an empty volume and publishes the first snapshot (A-63)", async () => {
    make({ "emerge-webrsync": webrsync, emaint: publish });
    const { status } = await shell(firstFillScript("webrsync"));
    assert.equal(status, 0);
    assert.deepEqual(calls(), ["webrsync", "emaint sync --repo gentoo"]);
    assert.ok(lstatSync(container.path("/var/db/repos/gentoo")).isSymbolicLink());
  });

  it("does nothing where the repository is published: builds may be reading it (A-63)", async () => {
    make({ "emerge-webrsync": webrsync, emaint: publish });
    await shell(firstFillScript("webrsync"));
    const { status, stdout } = await shell(firstFillScript("webrsync"));
    assert.equal(status, 0);
    assert.equal(stdout, "the repository is published already\n");
    assert.equal(calls().length, 2);
  });

  it("repeats a fill that was interrupted before anything was published", async () => {
    make({ "emerge-webrsync": webrsync, emaint: publish });
    container.folder("/var/db/repos/gentoo");
    assert.equal((await shell(firstFillScript("webrsync"))).status, 0);
    assert.equal(calls().length, 2);
  });

  it("publishes what an image has left, without asking a mirror for a snapshot", async () => {
    make({ "emerge-webrsync": webrsync, emaint: publish });
    container.folder("/var/db/repos/gentoo");
    assert.equal((await shell(firstFillScript("image"))).status, 0);
    assert.deepEqual(calls(), ["emaint sync --repo gentoo"]);
  });

  it("publishes a tree that is as old as the mirror's, which a sync by itself leaves alone", async () => {
    const lazy = `if [ -e "$ROOT/var/db/repos/gentoo/metadata/timestamp.chk" ]; then exit 0; fi; ${publish}`;
    make({ "emerge-webrsync": "exit 0", emaint: lazy });
    container.write("/var/db/repos/gentoo/metadata/timestamp.chk", "Mon, 24 Aug 2026\n");
    assert.equal((await shell(firstFillScript("webrsync"))).status, 0);
    assert.ok(lstatSync(container.path("/var/db/repos/gentoo")).isSymbolicLink());
  });

  it("publishes nothing when the fill fails", async () => {
    make({ "emerge-webrsync": "exit 1", emaint: publish });
    assert.equal((await shell(firstFillScript("webrsync"))).status, 1);
    assert.equal(existsSync(container.path("/calls")), false);
  });

  it("fails when the sync fails, so that the Job is repeated", async () => {
    make({ "emerge-webrsync": webrsync, emaint: "exit 1" });
    assert.equal((await shell(firstFillScript("webrsync"))).status, 1);
  });

  it("fails when the sync claims success and publishes nothing", async () => {
    make({ "emerge-webrsync": webrsync, emaint: "exit 0" });
    const { status, stderr } = await shell(firstFillScript("webrsync"));
    assert.equal(status, 1);
    assert.equal(stderr, "the sync did not publish the repository\n");
  });
});

describe("syncScript", () => {
  afterEach(() => {
    container.remove();
  });

  it("syncs the one repository with emaint, whose exit status tells (A-64)", async () => {
    make({ emaint: 'echo "emaint $*" >> "$ROOT/calls"; exit 7' });
    spawnSync("ln", ["-s", "nowhere", container.path("/var/db/repos/gentoo")]);
    assert.equal((await shell(syncScript())).status, 7);
    assert.deepEqual(calls(), ["emaint sync --repo gentoo"]);
  });

  it("downloads no whole tree where nothing was ever published", async () => {
    make({ emaint: publish });
    const { status, stderr } = await shell(syncScript());
    assert.equal(status, 1);
    assert.match(stderr, /^nothing is published yet: /);
    assert.equal(existsSync(container.path("/calls")), false);
  });

  it("waits for another writer: there are never two (A-64)", async () => {
    // Two stand-ins at once would meet in the folder; each ends when it is let go.
    make({
      emaint:
        'mkdir "$ROOT/var/running" || exit 9; read -r _ < "$ROOT/var/go"; rmdir "$ROOT/var/running"; echo synced >> "$ROOT/calls"',
    });
    spawnSync("ln", ["-s", "nowhere", container.path("/var/db/repos/gentoo")]);
    spawnSync("mkfifo", ["--mode=666", container.path("/var/go")]);

    const first = container.start(["/bin/sh", "-c", syncScript()]);
    await eventually("the first one runs", () => statSync(container.path("/var/running")));
    const second = container.start(["/bin/sh", "-c", firstFillScript("webrsync")]);
    const third = container.start(["/bin/sh", "-c", syncScript()]);
    const { ino } = statSync(container.path("/var/db/repos/.gentoo-writer.lock"));
    await eventually("two others wait for the lock", () => {
      const waiting = readFileSync("/proc/locks", "utf8")
        .split("\n")
        .filter((line) => line.includes("->") && line.includes(`:${ino} `));
      assert.equal(waiting.length, 2);
    });

    writeFileSync(container.path("/var/go"), "\n");
    assert.equal((await first.ended).status, 0);
    writeFileSync(container.path("/var/go"), "\n");
    assert.deepEqual([(await second.ended).status, (await third.ended).status], [0, 0]);
    assert.deepEqual(calls(), ["synced", "synced"]);
  });
});

// The image of the tree has nothing but BusyBox.
describe("copyScript", () => {
  const past = new Date("2026-08-24T00:00:00Z");
  let tools: PortageTools;

  before(async function () {
    this.timeout(120_000);
    tools = await portageTools("gentoo-scripts", [{ name: "busybox", executables: ["busybox"] }]);
  });

  after(() => {
    tools.remove();
  });

  afterEach(() => {
    container.remove();
  });

  beforeEach(() => {
    make({});
    const image = "/var/db/repos/gentoo";
    for (const [file, content] of [
      ["metadata/timestamp.chk", "Mon, 24 Aug 2026\n"],
      ["app-misc/one/one-1.ebuild", "EAPI=8\n"],
    ] as const) {
      container.write(`${image}/${file}`, content);
      utimesSync(container.path(`${image}/${file}`), past, past);
    }
    container.folder("/target");
    container.folder("/applets");
    container.folder("/broken");
    spawnSync(found("busybox"), ["--install", "-s", container.path("/applets")]);
    // The one program that Debian's BusyBox lacks and the image's has.
    spawnSync("ln", ["-s", found("flock"), container.path("/applets/flock")]);
  });

  it("copies the tree with its times: by them the sync knows what it need not download (A-63)", async () => {
    const { status, stderr } = await copy();
    assert.deepEqual([status, stderr], [0, ""]);
    const file = container.path("/target/gentoo/app-misc/one/one-1.ebuild");
    assert.equal(readFileSync(file, "utf8"), "EAPI=8\n");
    assert.deepEqual(statSync(file).mtime, past);
    assert.equal(existsSync(container.path("/target/.gentoo-fill")), false);
  });

  it("does nothing where there is a tree, published or not (A-63)", async () => {
    spawnSync("ln", ["-s", ".gentoo-rcu/latest", container.path("/target/gentoo")]);
    const { status, stdout } = await copy();
    assert.deepEqual([status, stdout], [0, "there is a repository already\n"]);
    assert.ok(lstatSync(container.path("/target/gentoo")).isSymbolicLink());
  });

  it("starts anew where a copy was interrupted", async () => {
    container.write("/target/.gentoo-fill/tree/half", "");
    assert.equal((await copy()).status, 0);
    assert.equal(existsSync(container.path("/target/gentoo/half")), false);
  });

  it("gives a tree its name only when it was read to its end", async () => {
    // Writes the beginning of an archive and fails, as tar does when a layer cannot be read.
    const script =
      'case "$*" in *-cf*) "$ROOT/applets/tar" "$@"; exit 1 ;; *) exec "$ROOT/applets/tar" "$@" ;; esac';
    container.write("/broken/tar", `#!${container.path("/applets/sh")}\n${script}\n`, 0o755);
    const { status, stderr } = await copy();
    assert.equal(status, 1);
    assert.equal(stderr, "the image's tree could not be read to its end\n");
    assert.equal(existsSync(container.path("/target/gentoo")), false);
  });

  it("takes no image for one that has a tree", async () => {
    spawnSync("rm", [container.path("/var/db/repos/gentoo/metadata/timestamp.chk")]);
    assert.equal((await copy()).status, 1);
    assert.equal(existsSync(container.path("/target/gentoo")), false);
  });

  function copy() {
    const PATH = ["/broken", "/applets"].map((folder) => container.path(folder)).join(":");
    return container.run([found("busybox"), "sh", "-c", copyScript()], { PATH });
  }

  function found(program: string): string {
    const { stdout } = spawnSync("sh", ["-c", `command -v ${program}`], {
      env: { ...tools.environment },
    });
    return stdout.toString().trim();
  }
});

function make(standIns: Readonly<Record<string, string>>): void {
  container = new ContainerFolder(standIns);
  container.folder("/var/db/repos");
}

function shell(script: string) {
  return container.run(["/bin/sh", "-c", script]);
}

function calls(): string[] {
  return readFileSync(container.path("/calls"), "utf8").trim().split("\n");
}
