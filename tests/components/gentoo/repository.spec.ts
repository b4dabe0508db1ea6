import assert from "node:assert/strict";
import { lstatSync, mkdirSync, readFileSync } from "node:fs";

import {
  firstFillScript,
  repositoriesPath,
  reposConf,
  syncScript,
} from "../../../components/gentoo/repository";
import { ShellFolder } from "../../support/shell";

// The scripts run for real in /bin/sh; Portage's own programs are stand-ins that act as measured.
describe("firstFillScript", () => {
  const webrsync = "echo webrsync >> $ROOT/calls; mkdir -p $ROOT/repos/gentoo";
  const publish =
    'echo "sync $*" >> $ROOT/calls; rm -rf $ROOT/repos/gentoo; ln -s .gentoo-rcu/latest $ROOT/repos/gentoo';
  let shell: ShellFolder;

  afterEach(() => {
    shell.remove();
  });

  it("fills an empty volume and publishes the first snapshot (A-63)", () => {
    const { status } = fill({ "emerge-webrsync": webrsync, emaint: publish });
    assert.equal(status, 0);
    assert.deepEqual(calls(), ["webrsync", "sync sync --repo gentoo"]);
    assert.ok(lstatSync(shell.path("repos/gentoo")).isSymbolicLink());
  });

  it("does nothing where the repository is published: builds may be reading it (A-63)", () => {
    fill({ "emerge-webrsync": webrsync, emaint: publish });
    const { status, stdout } = shell.run(script());
    assert.equal(status, 0);
    assert.equal(stdout, "the repository is published already\n");
    assert.equal(calls().length, 2);
  });

  it("repeats a fill that was interrupted before anything was published", () => {
    const { status } = fill({ "emerge-webrsync": webrsync, emaint: publish }, ["repos/gentoo"]);
    assert.equal(status, 0);
    assert.equal(calls().length, 2);
  });

  it("publishes nothing when the fill fails", () => {
    const { status } = fill({ "emerge-webrsync": "exit 1", emaint: publish });
    assert.equal(status, 1);
    assert.equal(lstatSync(shell.path("repos/gentoo"), { throwIfNoEntry: false }), undefined);
  });

  it("fails when the sync fails, so that the Job is repeated", () => {
    const { status } = fill({ "emerge-webrsync": webrsync, emaint: "exit 1" });
    assert.equal(status, 1);
  });

  it("fails when the sync claims success and publishes nothing", () => {
    const { status, stderr } = fill({ "emerge-webrsync": webrsync, emaint: "exit 0" });
    assert.equal(status, 1);
    assert.equal(stderr, "the sync did not publish the repository\n");
  });

  function fill(programs: Record<string, string>, folders: readonly string[] = []) {
    shell = new ShellFolder(programs);
    mkdirSync(shell.path("repos"));
    for (const folder of folders) mkdirSync(shell.path(folder));
    return shell.run(script());
  }

  function script(): string {
    return firstFillScript().replaceAll(repositoriesPath, shell.path("repos"));
  }

  function calls(): string[] {
    return readFileSync(shell.path("calls"), "utf8").trim().split("\n");
  }
});

describe("reposConf", () => {
  it("publishes snapshots from a store on the same volume, never at the mount point (A-64)", () => {
    const settings = new Map(
      reposConf()
        .split("\n")
        .map((line) => line.split(" = "))
        .filter((pair): pair is [string, string] => pair.length === 2),
    );
    assert.equal(settings.get("sync-type"), "rsync");
    assert.equal(settings.get("sync-rcu"), "yes");
    for (const key of ["location", "sync-rcu-store-dir"])
      assert.match(settings.get(key) ?? "", new RegExp(`^${repositoriesPath}/.`), key);
  });

  it("verifies what it publishes", () => {
    assert.match(reposConf(), /^sync-rsync-verify-metamanifest = yes$/m);
    assert.match(reposConf(), /^sync-webrsync-verify-signature = yes$/m);
  });
});

describe("syncScript", () => {
  it("syncs the one repository with emaint, whose exit status tells (A-64)", () => {
    assert.equal(syncScript(), "emaint sync --repo gentoo");
  });
});
