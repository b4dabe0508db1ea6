import assert from "node:assert/strict";

import { rollbackLines } from "../../upgrade/verify";
import { image, plugins, recorded } from "./changes";

const name = "upgrade-2.580.1-to-2.580.2-0a1b2c3d";
const after = { ...recorded, image: image("2.580.2") };
const from = { image: image("2.580.1"), plugins };

describe("rollbackLines", () => {
  it("are the commands that lead back, in their order", () => {
    assert.deepEqual(rollbackLines("prod", after, { ...after, snapshot: { name, from } }), [
      "to go back to what ran before:",
      `  npm run restore -- --stack prod --snapshot ${name}`,
      "  put the settings back: jenkins.image: docker.io/jenkins/jenkins:2.580.1-jdk21",
      `  npm run up -- --stack prod --restore-snapshot ${name}`,
    ]);
  });

  it("name the lock where plugins became newer", () => {
    const newer = { ...after, plugins: plugins.replace("5.10.1", "5.11.0") };
    assert.equal(
      rollbackLines("prod", newer, { ...after, snapshot: { name, from } })[2],
      "  put the settings back: jenkins.image: docker.io/jenkins/jenkins:2.580.1-jdk21, and the plugin lock of before (git checkout)",
    );
  });

  it("promise nothing without a snapshot", () => {
    assert.deepEqual(rollbackLines("prod", after, after), [
      "there is no snapshot of this program to go back to; look at the pod's log first",
    ]);
  });
});
