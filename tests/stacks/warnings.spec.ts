import assert from "node:assert/strict";

import { warningsOf } from "../../stacks/warnings";
import { changed, reading, type Values } from "./good-settings";

function warnings(changes: Values): string[] {
  const { sections, problems } = reading(changed(changes));
  assert.ok(sections, problems.join("\n"));
  return warningsOf(sections);
}

describe("warningsOf", () => {
  it("E-02: warns of a controller with less than 4Gi of memory", () => {
    assert.deepEqual(warnings({ "jenkins.memoryLimit": "3Gi", "jenkins.memoryRequest": "2Gi" }), [
      'jenkins.memoryLimit: "3Gi" is enough for a trial only; expected at least 4Gi',
    ]);
  });

  it("is silent about the default", () => {
    assert.deepEqual(warnings({}), []);
  });
});
