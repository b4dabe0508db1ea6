import assert from "node:assert/strict";

import { driftText, together, type Difference } from "../../drift";

const difference: Difference = {
  ...{ part: "kubernetes", subject: "Service jenkins/jenkins", property: "spec.type" },
  ...{ expected: "ClusterIP", found: "NodePort" },
};

describe("driftText", () => {
  it("is a table, with what was not looked at below it", () => {
    const look = { differences: [difference], skipped: ["Jenkins: not reached"] };
    assert.equal(
      driftText(look, false, false),
      [
        "part        what                     property   expected   found",
        "kubernetes  Service jenkins/jenkins  spec.type  ClusterIP  NodePort",
        "not looked at  Jenkins: not reached",
        "",
      ].join("\n"),
    );
  });

  it("says that nothing differs, and keeps one line for machines", () => {
    const nothing = { differences: [], skipped: [] };
    assert.equal(
      driftText(nothing, false, false),
      "everything that was looked at is as the stack made it\n",
    );
    assert.equal(driftText(nothing, true, true), '{"differences":[],"skipped":[]}\n');
  });
});

describe("together", () => {
  it("puts the NAS first, and subjects in order", () => {
    const nas: Difference = { ...difference, part: "nas", subject: "LUN jenkins" };
    const other = { ...difference, subject: "ConfigMap jenkins/a" };
    const { differences, skipped } = together([
      { differences: [difference, other], skipped: ["one"] },
      { differences: [nas], skipped: ["two"] },
    ]);
    assert.deepEqual(differences, [nas, other, difference]);
    assert.deepEqual(skipped, ["one", "two"]);
  });
});
