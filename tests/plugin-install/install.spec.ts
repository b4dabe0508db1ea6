import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";

import { locked, ScriptedHome } from "./support/home";

/** Ends the script that calls it, as a node that loses power does. */
const killCaller = "kill -9 $PPID";

// The scripts run for real in /bin/sh; only the plugin tool of the image is a stand-in. What is not proven here: that
// the real tool obeys its arguments, and that Jenkins loads what it finds.
describe("installScript", () => {
  let home: ScriptedHome;

  beforeEach(() => {
    home = new ScriptedHome();
    home.lock(locked("git", "1"), locked("kubernetes", "1"));
  });

  afterEach(() => {
    home.remove();
  });

  it("installs the list into the home and leaves no temporary folder (B-04)", () => {
    assert.equal(home.install().status, 0);
    assert.deepEqual(home.plugins(), { "git.jpi": "git 1", "kubernetes.jpi": "kubernetes 1" });
    assert.equal(home.has("home/plugins.new") || home.has("home/plugins.ready"), false);
    assert.match(home.read("calls"), /^--plugin-file \S+\/plugins\.txt --latest=false /);
  });

  it("downloads nothing at a restart (B-03, B-05)", () => {
    home.install();
    home.program("jenkins-plugin-cli", "echo offline >&2; exit 1");
    const { status, stdout } = home.install();
    assert.equal(status, 0);
    assert.equal(stdout, "the plugins are installed\n");
    assert.equal(home.downloads(), 1);
  });

  it("installs a changed list, an older version included, and says what changed", () => {
    home.lock(locked("git", "2"), locked("kubernetes", "1"));
    home.install();
    mkdirSync(home.path("home/plugins/git"));
    home.lock(locked("git", "1"), locked("kubernetes", "1"));
    const { stdout } = home.install();
    assert.deepEqual(home.plugins(), { "git.jpi": "git 1", "kubernetes.jpi": "kubernetes 1" });
    assert.match(stdout, /^- git:2\n\+ git:1$/m);
    assert.equal(home.has("home/plugins/git"), false, "the newer version would stay unpacked");
  });

  it("removes what left the lock and keeps what somebody installed by hand", () => {
    home.install();
    home.write("own.jpi", "own 1");
    home.lock(locked("git", "1"));
    home.install();
    assert.deepEqual(home.plugins(), { "git.jpi": "git 1", "own.jpi": "own 1" });
  });

  it("installs again when a locked plugin is missing", () => {
    home.install();
    home.delete("git.jpi");
    assert.equal(home.install().status, 0);
    assert.deepEqual(home.plugins(), { "git.jpi": "git 1", "kubernetes.jpi": "kubernetes 1" });
  });

  it("keeps the old plugins when a download breaks off, and runs them again offline", () => {
    home.install();
    home.lock(locked("git", "2"), locked("kubernetes", "2"));
    home.toolThen('rm "$2/kubernetes.jpi"; echo "no space left on device" >&2; exit 1');
    assert.equal(home.install().status, 1);
    assert.deepEqual(home.plugins(), { "git.jpi": "git 1", "kubernetes.jpi": "kubernetes 1" });

    home.lock(locked("git", "1"), locked("kubernetes", "1"));
    assert.equal(home.install().status, 0);
    assert.equal(home.downloads(), 2);
    assert.equal(home.has("home/plugins.new"), false, "half a download takes up room");
  });

  it("refuses a download with another checksum and keeps the old plugins", () => {
    home.install();
    home.lock(locked("git", "2"), locked("kubernetes", "1"));
    home.toolThen('echo changed > "$2/git.jpi"');
    const { status, stdout, stderr } = home.install();
    assert.equal(status, 1);
    assert.match(stdout, /^git\.jpi: FAILED$/m);
    assert.match(stderr, /a download differs from the lock file; the plugins of before stay$/m);
    assert.deepEqual(home.plugins(), { "git.jpi": "git 1", "kubernetes.jpi": "kubernetes 1" });
  });

  it("installs plugins whose checksum nobody knows", () => {
    home.lock({ id: "ldap", version: "1" });
    assert.equal(home.install().status, 0);
    assert.deepEqual(home.plugins(), { "ldap.jpi": "ldap 1" });
  });

  it("refuses an installation that lacks a plugin of the list", () => {
    home.lock({ id: "ldap", version: "1" });
    home.toolThen('rm "$2/ldap.jpi"; touch "$2/other.jpi"');
    const { status, stderr } = home.install();
    assert.equal(status, 1);
    assert.equal(stderr, "ldap: the plugin tool left no ldap.jpi; the plugins of before stay\n");
  });

  it("reports a plugin that another one needs although the lock lacks it, and removes it with the lock's", () => {
    home.toolThen('touch "$2/new-api.jpi"');
    assert.match(
      home.install().stdout,
      /^new-api: not in the lock file, but another plugin needs it/m,
    );
    assert.ok("new-api.jpi" in home.plugins());
    home.program("jenkins-plugin-cli", "exit 1");
    assert.equal(home.install().status, 0);
    home.lock(locked("git", "1"));
    home.toolThen("true");
    home.install();
    assert.deepEqual(home.plugins(), { "git.jpi": "git 1" });
  });

  for (const step of [1, 2, 3, 4, 5, 6])
    it(`goes on offline when it was killed at its ${step}. rename`, () => {
      home.install();
      home.write("own.jpi", "own 1");
      home.lock(locked("git", "2"), locked("ldap", "2"));
      home.program(
        "mv",
        `n=$(cat $ROOT/moves 2>/dev/null || echo 0); n=$((n + 1)); echo $n > $ROOT/moves
if [ $n = ${step} ]; then ${killCaller}; exit 1; fi
exec /bin/mv "$@"`,
      );
      home.install();
      assert.ok(Number(home.read("moves")) >= step, "the kill was never reached");
      home.program("mv", 'exec /bin/mv "$@"');
      // The first rename says that the download is complete: before it, there is nothing to go on with.
      if (step > 1) home.program("jenkins-plugin-cli", "echo offline >&2; exit 1");
      assert.equal(home.install().status, 0);
      assert.deepEqual(home.plugins(), {
        "git.jpi": "git 2",
        "ldap.jpi": "ldap 2",
        "own.jpi": "own 1",
      });
      assert.equal(home.has("home/plugins.ready"), false);
    });

  it("goes on offline when the disk was full while it noted what it places", () => {
    home.install();
    home.lock(locked("git", "2"));
    home.program("cat", 'echo "no space left on device" >&2; exit 1');
    assert.equal(home.install().status, 1);
    assert.deepEqual(home.plugins(), { "git.jpi": "git 1", "kubernetes.jpi": "kubernetes 1" });
    home.program("cat", 'exec /bin/cat "$@"');
    home.program("jenkins-plugin-cli", "echo offline >&2; exit 1");
    assert.equal(home.install().status, 0);
    assert.deepEqual(home.plugins(), { "git.jpi": "git 2" });
  });

  it("returns to the old list after a kill between two renames, without a trace of the new one", () => {
    home.install();
    home.lock(locked("git", "2"), locked("ldap", "2"));
    home.program("mv", `case "$*" in *ldap.jpi*) ${killCaller};; *) exec /bin/mv "$@";; esac`);
    home.install();
    assert.equal(home.plugins()["git.jpi"], "git 2");
    home.program("mv", 'exec /bin/mv "$@"');
    home.lock(locked("git", "1"), locked("kubernetes", "1"));
    assert.equal(home.install().status, 0);
    assert.deepEqual(home.plugins(), { "git.jpi": "git 1", "kubernetes.jpi": "kubernetes 1" });
  });

  it("tells Jenkins that its wizards have run for this version (E-13)", () => {
    home.install();
    for (const file of ["UpgradeWizard.state", "InstallUtil.lastExecVersion"])
      assert.equal(home.read(`home/jenkins.install.${file}`), "2.580.1");
  });
});
