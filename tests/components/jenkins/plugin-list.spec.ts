import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

import {
  pluginList,
  pluginListPath,
  prepareHomeScript,
} from "../../../components/jenkins/plugin-list";
import { ShellFolder } from "../../support/shell";

describe("pluginList", () => {
  it("names every plugin once, with an exact version (B-04)", () => {
    const lines = pluginList().trimEnd().split("\n");
    for (const line of lines) assert.match(line, /^[a-z0-9-]+:\d[\w.-]*$/);
    const names = lines.map((line) => line.split(":")[0]);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(lines, [...lines].sort());
  });

  it("holds what the configuration and the credentials need (B-06)", () => {
    for (const name of [
      "configuration-as-code",
      "git",
      "kubernetes",
      "kubernetes-credentials-provider",
      "workflow-aggregator",
    ])
      assert.match(pluginList(), new RegExp(`^${name}:`, "m"));
  });
});

// The script runs for real in /bin/sh; the plugin tool of the image is a stand-in.
describe("prepareHomeScript", () => {
  const download = [
    'echo "$*" >> $ROOT/calls',
    'while [ "$1" != --plugin-download-directory ]; do shift; done',
    "touch $2/git.jpi $2/kubernetes.jpi",
  ].join("\n");
  let shell: ShellFolder;

  afterEach(() => {
    shell.remove();
  });

  it("installs the list into the home and leaves no temporary folder", () => {
    start(download);
    assert.equal(run().status, 0);
    assert.deepEqual(plugins(), [".installed-list", "git.jpi", "kubernetes.jpi"]);
    assert.equal(existsSync(shell.path("home/plugins.new")), false);
    assert.match(calls()[0] ?? "", /^--plugin-file \S+\/plugins\.txt --latest=false /);
  });

  it("downloads nothing at a restart (B-03)", () => {
    start(download);
    run();
    const { status, stdout } = run();
    assert.equal(status, 0);
    assert.equal(stdout, "the plugins are installed\n");
    assert.equal(calls().length, 1);
  });

  it("downloads again when the list changes", () => {
    start(download);
    run();
    writeFileSync(shell.path("list/plugins.txt"), "git:2\n");
    run();
    assert.equal(calls().length, 2);
  });

  it("keeps the old plugins when a download breaks off, and tries again", () => {
    start(`${download}\nexit 1`);
    mkdirSync(shell.path("home/plugins"));
    writeFileSync(shell.path("home/plugins/git.jpi"), "old");
    assert.equal(run().status, 1);
    assert.equal(readFileSync(shell.path("home/plugins/git.jpi"), "utf8"), "old");
    assert.equal(run().status, 1);
    assert.equal(calls().length, 2);
  });

  it("installs again after an installation that broke off, even the list from before", () => {
    start(download, { mv: 'if [ -e $ROOT/full ]; then exit 1; fi; exec /bin/mv "$@"' });
    run();
    writeFileSync(shell.path("full"), "");
    writeFileSync(shell.path("list/plugins.txt"), "git:2\n");
    assert.equal(run().status, 1);
    rmSync(shell.path("full"));
    writeFileSync(shell.path("list/plugins.txt"), "git:1\n");
    assert.equal(run().status, 0);
    assert.equal(calls().length, 3);
  });

  it("keeps plugins that somebody installed by hand", () => {
    start(download);
    mkdirSync(shell.path("home/plugins"));
    writeFileSync(shell.path("home/plugins/own.jpi"), "");
    run();
    assert.ok(plugins().includes("own.jpi"));
  });

  it("tells Jenkins that its wizards have run for this version (E-13)", () => {
    start(download);
    run();
    for (const file of [
      "jenkins.install.UpgradeWizard.state",
      "jenkins.install.InstallUtil.lastExecVersion",
    ])
      assert.equal(readFileSync(shell.path(`home/${file}`), "utf8"), "2.580.1");
  });

  function start(tool: string, programs: Record<string, string> = {}): void {
    shell = new ShellFolder({ "jenkins-plugin-cli": tool, ...programs });
    mkdirSync(shell.path("home"));
    mkdirSync(shell.path("list"));
    writeFileSync(shell.path("list/plugins.txt"), "git:1\n");
  }

  function run() {
    const script = prepareHomeScript(shell.path("home"));
    return shell.run(script.replaceAll(pluginListPath, shell.path("list")), {
      JENKINS_VERSION: "2.580.1",
    });
  }

  function plugins(): string[] {
    return readdirSync(shell.path("home/plugins")).sort();
  }

  function calls(): string[] {
    return readFileSync(shell.path("calls"), "utf8").trim().split("\n");
  }
});
