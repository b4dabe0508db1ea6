// What the rules say of what runs before the controller restarts: the steps of an upgrade and of a migration.
import assert from "node:assert/strict";

import { image } from "./jenkins-image";
import { told } from "./support/effects";
import { changed, made, removed, types, type Given } from "./support/steps";

describe("effectsOf, before an upgrade (A-02)", () => {
  const snapshot: Given = {
    type: types.command,
    name: "upgrade-snapshot",
    component: "UpgradeSnapshot",
  };
  const recorded = (version: string, podHash: string, more: object = {}) => ({
    environment: {
      JENKINS_IMAGE: image(version),
      PLUGINS: "git:5.9.0",
      POD_HASH: podHash,
      SNAPSHOT: "synology",
      ...more,
    },
  });

  it("names the snapshot that is taken first", () => {
    assert.deepEqual(told(changed(snapshot, recorded("2.580.1", "a"), recorded("2.580.2", "b"))), [
      "safe: takes snapshot upgrade-2.580.1-to-2.580.2-… first, then lets the pod restart",
    ]);
  });

  it("takes none where the pod stays, or where the settings want none", () => {
    const kept = changed(
      snapshot,
      recorded("2.580.1", "a", { STACK: "a" }),
      recorded("2.580.1", "a", { STACK: "b" }),
    );
    assert.deepEqual(told(kept), ["safe: records what runs; takes no snapshot"]);
    const again = { ATTEMPT: "1 a", MAINTENANCE: "" };
    assert.deepEqual(
      told(changed(snapshot, recorded("2.580.1", "a"), recorded("2.580.1", "a", again))),
      ["safe: takes snapshot upgrade-2.580.1-to-2.580.1-… first, then lets the pod restart"],
    );
    const none = changed(
      snapshot,
      recorded("2.580.1", "a", { SNAPSHOT: "none" }),
      recorded("2.580.2", "b", { SNAPSHOT: "none" }),
    );
    assert.deepEqual(told(none), [
      "restarts Jenkins: no snapshot is taken before the restart (upgrades.snapshot)",
    ]);
  });

  it("refuses a step back unless the settings permit it or a snapshot was restored", () => {
    const step = changed(snapshot, recorded("2.580.2", "a"), recorded("2.580.1", "b"));
    assert.match(
      told(step)[0] ?? "",
      /^refused: jenkins 2\.580\.2 → 2\.580\.1 is a step back .* permit "jenkins 2\.580\.2 -> 2\.580\.1" in upgrades\.allowDowngrade$/,
    );
    assert.deepEqual(
      told(step, { restoredSnapshot: "before" })[0],
      "touches data: review needed: jenkins 2.580.2 → 2.580.1, to the snapshot before",
    );
    const allowed = changed(
      snapshot,
      recorded("2.580.2", "a"),
      recorded("2.580.1", "b", { ALLOW_DOWNGRADE: "jenkins 2.580.2 -> 2.580.1" }),
    );
    assert.ok(!told(allowed).some((text) => text.startsWith("refused")));
    const plugin = changed(
      snapshot,
      recorded("2.580.1", "a"),
      recorded("2.580.1", "b", { PLUGINS: "git:5.8.0" }),
    );
    assert.match(told(plugin)[0] ?? "", /^refused: git 5\.9\.0 → 5\.8\.0/);
  });

  it("says what the check afterwards waits for", () => {
    const check = { ...snapshot, name: "upgrade-check", component: "UpgradeCheck" };
    assert.deepEqual(told(changed(check, recorded("2.580.1", "a"), recorded("2.580.2", "b"))), [
      "safe: waits until Jenkins 2.580.2 answers",
    ]);
    assert.deepEqual(told(made(check, recorded("2.580.1", "a"))), [
      "safe: waits until Jenkins 2.580.1 answers",
    ]);
  });
});

describe("effectsOf, of a migration (A-29)", () => {
  const job = (phase: string): Given => ({
    type: types.job,
    name: `home-migration-${phase}`,
    component: "VolumeMigration",
  });

  it("says what each phase does, and judges one that it does not know", () => {
    assert.deepEqual(
      ["check", "precopy", "copy", "switch", "other"].map((phase) =>
        told(made(job(phase)))[0]?.replace(/:.*/, ""),
      ),
      ["safe", "safe", "interrupts builds", "restarts Jenkins", "touches data"],
    );
    assert.match(
      told(removed(job("precopy")))[0] ?? "",
      /^safe: this phase of the migration is over/,
    );
  });
});
