import assert from "node:assert/strict";

import { changed, reading, type Values } from "./good-settings";

/** Changes to good settings, by path, and the only message they cause. */
export type Refusal = readonly [title: string, changes: Values, message: string];

/** One test a refusal: the exact message, no other message, and no secret of the good settings in it. */
export function describeRefusals(what: string, refusals: readonly Refusal[]): void {
  describe(`readSections, given bad ${what}`, () => {
    for (const [title, changes, message] of refusals)
      it(`refuses ${title}`, () => {
        const { problems } = reading(changed(changes));
        assert.deepEqual(problems, [message]);
        assert.doesNotMatch(problems.join("\n"), /secret-value/);
      });
  });
}
