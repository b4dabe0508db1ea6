import assert from "node:assert/strict";

import { rolledFrom } from "../../upgrade/rolled";
import {
  isUpgradeSnapshot,
  pluginsWord,
  snapshotWords,
  upgradeOf,
} from "../../upgrade/snapshot-name";
import { image, recorded } from "./changes";

const after = { image: image("2.580.2"), podHash: "0000000000000002" };

const before = rolledFrom({ PLUGINS: recorded.plugins });

describe("snapshotWords (A-02)", () => {
  const words = snapshotWords({ before: recorded, after });

  it("names both versions, and says both images", () => {
    assert.match(words.name, /^upgrade-2\.580\.1-to-2\.580\.2-[0-9a-f]{8}$/);
    assert.equal(
      words.description,
      `${words.name}: docker.io/jenkins/jenkins:2.580.1-jdk21 to docker.io/jenkins/jenkins:2.580.2-jdk21, plugins ${pluginsWord(before.plugins)}`,
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
      { before: recorded, after, attempt: "1 0000000000000001" },
    ].map((change) => snapshotWords(change).name);
    assert.equal(new Set([words.name, ...others]).size, 6);
  });

  it("can be read back: what to go back to is known from the snapshot alone", () => {
    const images = { fromImage: recorded.image, toImage: after.image };
    assert.deepEqual(upgradeOf(words), { ...images, fromPlugins: pluginsWord(before.plugins) });
    const description = `${words.name}: ${recorded.image} to ${after.image}`;
    assert.deepEqual(upgradeOf({ ...words, description }), images);
    assert.equal(upgradeOf({ ...words, name: "before-2.580.2" }), undefined);
  });

  it("is cut where an image is endless, and then read back as nothing", () => {
    const long = `registry.example/${"a/".repeat(120)}jenkins:2.580.2-jdk21`;
    const cut = snapshotWords({ before: recorded, after: { ...after, image: long } });
    assert.equal(cut.description.length, 250);
    assert.equal(upgradeOf(cut), undefined);
  });

  it("tells its own names from others", () => {
    const names = [
      words.name,
      `${words.name}.2`,
      "before-restore-" + words.name,
      "upgrade-notes",
      "SnapShot-3",
    ];
    assert.deepEqual(names.map(isUpgradeSnapshot), [true, true, false, false, false]);
  });
});
