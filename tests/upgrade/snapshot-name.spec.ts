import assert from "node:assert/strict";

import { isUpgradeSnapshot, snapshotWords, upgradeOf } from "../../upgrade/snapshot-name";
import { image, recorded } from "./changes";

const after = { image: image("2.580.2"), podHash: "0000000000000002" };

describe("snapshotWords (A-02)", () => {
  const words = snapshotWords({ before: recorded, after });

  it("names both versions, and says both images", () => {
    assert.match(words.name, /^upgrade-2\.580\.1-to-2\.580\.2-[0-9a-f]{8}$/);
    assert.equal(
      words.description,
      `${words.name}: docker.io/jenkins/jenkins:2.580.1-jdk21 to docker.io/jenkins/jenkins:2.580.2-jdk21`,
    );
  });

  it("is the same for the same change, so that a repeated run takes no second one (P-07)", () => {
    assert.deepEqual(snapshotWords({ before: { ...recorded }, after: { ...after } }), words);
  });

  it("is another when the change is made again, goes elsewhere, or begins elsewhere", () => {
    const others = [
      { before: { ...recorded, at: "2026-11-22T10:00:00.000Z" }, after },
      { before: { ...recorded, podHash: "0000000000000009" }, after },
      { before: recorded, after: { ...after, podHash: "0000000000000009" } },
      { before: undefined, after },
    ].map((change) => snapshotWords(change).name);
    assert.equal(new Set([words.name, ...others]).size, 5);
  });

  it("can be read back: what to go back to is known from the snapshot alone", () => {
    assert.deepEqual(upgradeOf(words), { fromImage: recorded.image, toImage: after.image });
    assert.equal(upgradeOf({ ...words, name: "before-2.580.2" }), undefined);
  });

  it("is cut where an image is endless, and then read back as nothing", () => {
    const long = `registry.example/${"a/".repeat(120)}jenkins:2.580.2-jdk21`;
    const cut = snapshotWords({ before: recorded, after: { ...after, image: long } });
    assert.equal(cut.description.length, 250);
    assert.equal(upgradeOf(cut), undefined);
  });

  it("tells its own names from others", () => {
    const names = [words.name, "before-restore-" + words.name, "upgrade-notes", "SnapShot-3"];
    assert.deepEqual(names.map(isUpgradeSnapshot), [true, false, false, false]);
  });
});
