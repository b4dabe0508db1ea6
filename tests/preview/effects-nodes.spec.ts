// What the rules say of nodes that attach volumes.
import assert from "node:assert/strict";

import { stepBetween } from "../../preview/step";
import { told } from "./support/effects";
import { removed, stateOf, types } from "./support/steps";

describe("effectsOf, of nodes (A-33)", () => {
  const patch = (node: string) =>
    removed({ type: types.nodePatch, name: node }, { metadata: { name: node } });

  it("tells the last node that can attach volumes from others", () => {
    const gone = patch("worker-1");
    assert.match(told(gone)[0] ?? "", /^touches data: review needed: node worker-1 was the last/);
    const left = stepBetween(
      stateOf({ type: types.nodePatch, name: "b" }, {}),
      stateOf({ type: types.nodePatch, name: "b" }, {}),
    );
    assert.match(
      told(gone, { steps: [gone, left] })[0] ?? "",
      /^safe: node worker-1 attaches no more/,
    );
  });
});
