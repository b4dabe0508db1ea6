import assert from "node:assert/strict";

import { downgrades, refusedDowngrades } from "../../upgrade/downgrade";
import { rolledFrom, shortVersion, type Rolled } from "../../upgrade/rolled";
import { image } from "./changes";

function rolled(version: string, plugins: Readonly<Record<string, string>> = {}): Rolled {
  return { image: image(version), plugins };
}

const digest = `docker.io/jenkins/jenkins@sha256:${"0123456789ab".padEnd(64, "0")}`;

describe("downgrades (A-02)", () => {
  const cases: readonly [title: string, before: Rolled, after: Rolled, steps: string[]][] = [
    ["an upgrade is none", rolled("2.580.1"), rolled("2.580.2"), []],
    ["neither is the same version", rolled("2.580.1"), rolled("2.580.1"), []],
    [
      "nor another line of Java",
      rolled("2.580.1"),
      { ...rolled("2.580.1"), image: image("2.580.1").replace("21", "25") },
      [],
    ],
    [
      "numbers are no texts",
      rolled("2.580.10"),
      rolled("2.580.9"),
      ["jenkins 2.580.10 -> 2.580.9"],
    ],
    ["an older line is one", rolled("2.580.1"), rolled("2.568.3"), ["jenkins 2.580.1 -> 2.568.3"]],
    [
      "an older plugin is one",
      rolled("2.580.1", { git: "5.10.1" }),
      rolled("2.580.2", { git: "5.9.0" }),
      ["git 5.10.1 -> 5.9.0"],
    ],
    [
      "a plugin that goes away is none",
      rolled("2.580.1", { git: "5.10.1" }),
      rolled("2.580.1"),
      [],
    ],
    ["a plugin that comes is none", rolled("2.580.1"), rolled("2.580.1", { git: "1" }), []],
    [
      "all are told, Jenkins first",
      rolled("2.580.2", { b: "2", a: "2" }),
      rolled("2.580.1", { b: "1", a: "1" }),
      ["jenkins 2.580.2 -> 2.580.1", "a 2 -> 1", "b 2 -> 1"],
    ],
    ["of a digest nothing is known", rolled("2.580.2"), { image: digest, plugins: {} }, []],
  ];
  for (const [title, before, after, steps] of cases)
    it(title, () => {
      assert.deepEqual(
        downgrades(before, after).map(({ text }) => text),
        steps,
      );
    });
});

describe("refusedDowngrades", () => {
  const [before, after] = [rolled("2.580.2", { git: "2" }), rolled("2.580.1", { git: "1" })];

  it("lets the very steps pass that are permitted, and no other", () => {
    assert.deepEqual(
      refusedDowngrades(before, after, "jenkins 2.580.2 -> 2.580.1\ngit 3 -> 1").map(
        ({ text }) => text,
      ),
      ["git 2 -> 1"],
    );
  });
});

describe("rolledFrom", () => {
  it("reads the environment of the commands, and no more than it says", () => {
    assert.deepEqual(rolledFrom({ JENKINS_IMAGE: digest, PLUGINS: "git:5.10.1\n\nodd" }), {
      image: digest,
      plugins: { git: "5.10.1" },
    });
    assert.deepEqual(rolledFrom({ JENKINS_IMAGE: 1 }), { image: "", plugins: {} });
  });

  it("has a short word for every image", () => {
    assert.deepEqual([image("2.580.1"), digest, ""].map(shortVersion), [
      "2.580.1",
      "0123456789ab",
      "unknown",
    ]);
  });
});
