import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";

import { locked, ScriptedHome } from "./support/home";

// The scripts run for real in /bin/sh; the plugin tool and the folder of the image are stand-ins. What is not proven here:
// that Jenkins copies what its image holds, and loads it.
describe("imageScript", () => {
  let home: ScriptedHome;

  beforeEach(() => {
    home = new ScriptedHome();
    mkdirSync(home.path("image/plugins"));
  });

  afterEach(() => {
    home.remove();
  });

  it("downloads nothing and removes what the lock put on the home, by hand installed stays (C-02)", () => {
    home.lock(locked("git", "1"));
    home.install();
    home.write("own.jpi", "own 1");
    home.bake("configuration-as-code.jpi");
    assert.equal(home.useImage().status, 0);
    assert.deepEqual(home.plugins(), { "own.jpi": "own 1" });
    assert.equal(home.downloads(), 1);
  });

  it("leaves what the image copied alone at the next start", () => {
    home.bake("configuration-as-code.hpi");
    home.write("git.jpi", "git of the image");
    assert.equal(home.useImage().status, 0);
    assert.deepEqual(home.plugins(), { "git.jpi": "git of the image" });
  });

  it("refuses an image without plugins, which would start without a login", () => {
    const { status, stderr } = home.useImage();
    assert.equal(status, 1);
    assert.equal(
      stderr,
      "the image holds no plugin configuration-as-code; bake the plugins into it, or set plugins.source to lock\n",
    );
  });

  it("installs from the lock again when the stack returns to it", () => {
    home.lock(locked("git", "1"));
    home.install();
    home.bake("configuration-as-code.jpi");
    home.useImage();
    assert.equal(home.install().status, 0);
    assert.deepEqual(home.plugins(), { "git.jpi": "git 1" });
  });
});
