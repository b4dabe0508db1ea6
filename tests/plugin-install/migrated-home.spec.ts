import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";

import { locked, ScriptedHome } from "./support/home";

// The scripts run for real in /bin/sh; the plugin tool and the folder of the image are stand-ins, and the marker is written
// here. What is not proven here: that a migration writes it so, which tests/migration/ shows.
describe("a home that a migration has copied", () => {
  let home: ScriptedHome;

  beforeEach(() => {
    home = new ScriptedHome();
    home.lock(locked("git", "1"));
    mkdirSync(home.path("image/plugins"));
    home.bake("configuration-as-code.jpi");
  });

  afterEach(() => {
    home.remove();
  });

  it("is not started before it was compared as a whole, and nothing is written to it (A-29)", () => {
    for (const state of ["copying", "differs"]) {
      home.mark(`from jenkins/longhorn\nstate ${state}\n`);
      for (const { status, stderr } of [home.install(), home.useImage()]) {
        assert.equal(status, 1);
        assert.equal(
          stderr,
          "this home is a copy of jenkins/longhorn that was never compared as a whole; finish storage.migration (phases copy and switch), or remove .jenkins-stack-migration if the home is to be used as it is\n",
        );
      }
      assert.equal(home.has("home/plugins"), false);
      assert.equal(home.has("home/jenkins.install.UpgradeWizard.state"), false);
    }
  });

  it("is started afterwards", () => {
    home.mark("from jenkins/longhorn\nstate verified\nfiles 1707\nbytes 10027381\n");
    assert.equal(home.install().status, 0);
    assert.equal(home.useImage().status, 0);
  });
});
