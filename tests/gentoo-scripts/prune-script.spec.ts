import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";

import { pruneScript } from "../../components/gentoo/prune-script";
import { eventually } from "../local/plugins/support/eventually";
import { ContainerFolder } from "./support/container";
import { portageTools, type PortageTools } from "./support/portage-user";

const settings = {
  PKGDIR: "/var/cache/binpkgs/",
  PACKAGE_DAYS: "90",
  KEEP_NEWEST: "2",
  LOCK_SECONDS: "20",
};
const packages = "/var/cache/binpkgs";
const lockFile = `${packages}/.Packages.portage_lockfile`;

describe("pruneScript", () => {
  let tools: PortageTools;
  let container: ContainerFolder;

  before(async function () {
    this.timeout(120_000);
    tools = await portageTools("gentoo-scripts", [{ name: "python3", executables: ["python3"] }]);
  });

  after(() => {
    tools.remove();
  });

  beforeEach(() => {
    container = new ContainerFolder(
      { emaint: 'echo "emaint $*" >> "$ROOT/calls"' },
      tools.environment,
    );
    container.folder(packages);
  });

  afterEach(() => {
    container.remove();
  });

  it("removes what is old, but for the newest of every name", async () => {
    built("app-misc/one/one-1-1.gpkg.tar", 400);
    built("app-misc/one/one-2-1.gpkg.tar", 300);
    built("app-misc/one/one-2-2.gpkg.tar", 200);
    built("app-misc/two/two-1-1.gpkg.tar", 400);
    built("app-misc/two/two-2-1.xpak", 10);
    built("app-misc/two/two-2-2.gpkg.tar", 5);
    built("app-misc/two/two-2-3.gpkg.tar", 1);
    const { status, stdout } = await prune();
    assert.equal(status, 0);
    assert.deepEqual(left("app-misc/one"), ["one-2-1.gpkg.tar", "one-2-2.gpkg.tar"]);
    assert.deepEqual(left("app-misc/two"), [
      "two-2-1.xpak",
      "two-2-2.gpkg.tar",
      "two-2-3.gpkg.tar",
    ]);
    assert.equal(stdout.trim().split("\n").length, 2);
  });

  it("removes what builds that died have left, and nothing of one that is running", async () => {
    built("app-misc/one/one-1-1.gpkg.tar", 2, "");
    built("app-misc/one/one-1-2.gpkg.tarx7f.4242", 2);
    built("app-misc/one/one-1-3.gpkg.tar", 0, "");
    built("app-misc/one/one-1-4.gpkg.tarq1z.4243", 0);
    await prune();
    assert.deepEqual(left("app-misc/one"), ["one-1-3.gpkg.tar", "one-1-4.gpkg.tarq1z.4243"]);
  });

  it("touches nothing that is no package: the index, its lock, other files", async () => {
    for (const name of ["Packages", "Packages.gz"]) built(name, 400);
    built("app-misc/one/README", 400);
    await prune();
    assert.deepEqual(left("app-misc/one"), ["README"]);
    for (const name of ["Packages", "Packages.gz"])
      assert.ok(existsSync(container.path(`${packages}/${name}`)));
  });

  it("repairs the index every time, also where it removed nothing", async () => {
    await prune();
    assert.equal(readFileSync(container.path("/calls"), "utf8"), "emaint binhost --fix\n");
  });

  it("fails when the repair fails", async () => {
    container.write("/stand-ins/emaint", "#!/bin/sh\nexit 3\n", 0o755);
    assert.equal((await prune()).status, 3);
  });

  it("says what it may not remove, after it has removed the rest and repaired the index", async () => {
    for (const name of ["one", "two"])
      for (const build of ["1", "2", "3"])
        built(`app-misc/${name}/${name}-1-${build}.gpkg.tar`, 400 - Number(build));
    chmodSync(container.path(`${packages}/app-misc/one`), 0o555);
    const { status, stderr } = await prune();
    chmodSync(container.path(`${packages}/app-misc/one`), 0o755);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^Portage's user \(250:250\) may not remove 1 files, the first is .*one-1-1\.gpkg\.tar\n$/,
    );
    assert.equal(left("app-misc/two").length, 2);
    assert.ok(existsSync(container.path("/calls")));
  });

  it("waits until a build lets go of the index", async () => {
    built("app-misc/one/one-1-1.gpkg.tar", 400, "");
    await container.run(["mkfifo", container.path("/var/go")]);
    // As Portage does it: the lock is removed by who lets it go.
    const holder = container.start([
      "python3",
      "-c",
      `import fcntl, os
held = os.open("${container.path(lockFile)}", os.O_CREAT | os.O_RDWR, 0o660)
fcntl.lockf(held, fcntl.LOCK_EX)
open("${container.path("/var/held")}", "w").close()
open("${container.path("/var/go")}").read()
os.unlink("${container.path(lockFile)}")
os.close(held)`,
    ]);
    await eventually("the index is held", () => {
      assert.ok(existsSync(container.path("/var/held")));
    });
    const pruning = container.start(["python3", "-c", pruneScript], settings);
    await eventually("the prune has found the index held", () => {
      assert.equal(pruning.printed(), "waiting for a build that adds its package\n");
    });
    assert.deepEqual(left("app-misc/one"), ["one-1-1.gpkg.tar"]);
    writeFileSync(container.path("/var/go"), "");
    assert.equal((await holder.ended).status, 0);
    assert.equal((await pruning.ended).status, 0);
    assert.deepEqual(left("app-misc/one"), []);
  });

  it("gives up, and removes nothing, where the index is never let go", async () => {
    built("app-misc/one/one-1-1.gpkg.tar", 400, "");
    const { status, stderr } = await container.run(
      [
        "python3",
        "-c",
        `import fcntl, os, subprocess, sys
held = os.open("${container.path(lockFile)}", os.O_CREAT | os.O_RDWR, 0o660)
fcntl.lockf(held, fcntl.LOCK_EX)
sys.exit(subprocess.call(["python3", "-c", os.environ["SCRIPT"]]))`,
      ],
      { ...settings, LOCK_SECONDS: "1", SCRIPT: pruneScript },
    );
    assert.equal(status, 1);
    assert.equal(
      stderr,
      "a build has been holding the index of the binary packages for 1 seconds\n",
    );
    assert.deepEqual(left("app-misc/one"), ["one-1-1.gpkg.tar"]);
    assert.equal(existsSync(container.path("/calls")), false);
  });

  it("removes distfiles by the time of their download, not by that of the server's copy", async () => {
    const distfiles = { DISTDIR: "/var/cache/distfiles/", DISTFILE_DAYS: "180" };
    for (const name of ["one-1.tar.xz", "layout.conf"]) {
      container.write(`/var/cache/distfiles/${name}`, "content");
      age(`/var/cache/distfiles/${name}`, 4000);
    }
    await prune(distfiles);
    assert.deepEqual(readdirSync(container.path("/var/cache/distfiles")).sort(), [
      "layout.conf",
      "one-1.tar.xz",
    ]);
    // The time of a download cannot be set; everything is older than nothing.
    await prune({ ...distfiles, DISTFILE_DAYS: "-1" });
    assert.deepEqual(readdirSync(container.path("/var/cache/distfiles")), ["layout.conf"]);
  });

  function prune(environment: Readonly<Record<string, string>> = {}) {
    return container.run(["python3", "-c", pruneScript], { ...settings, ...environment });
  }

  function built(name: string, days: number, content = "package"): void {
    container.write(`${packages}/${name}`, content);
    age(`${packages}/${name}`, days);
  }

  function age(inside: string, days: number): void {
    const time = Date.now() / 1000 - days * 86_400;
    utimesSync(container.path(inside), time, time);
  }

  function left(folder: string): string[] {
    return readdirSync(container.path(`${packages}/${folder}`)).sort();
  }
});
