import assert from "node:assert/strict";

import { problemText, type Parsed } from "../../../components/internal/parsed";

/** A text and what a parser reads in it. */
export type Reading<T> = readonly [text: string, value: T];

/** A text and how a parser refuses it. */
export type Refusal = readonly [text: string, problem: string];

/** One test a text that `parse` reads, or refuses. */
export function describeParser<T>(
  parse: (text: string) => Parsed<T>,
  readings: readonly Reading<T>[],
  refusals: readonly Refusal[],
): void {
  describe(parse.name, () => {
    for (const [text, value] of readings)
      it(`reads ${JSON.stringify(text)}`, () => {
        assert.deepEqual(parse(text), { ok: true, value });
      });
    for (const [text, problem] of refusals)
      it(`refuses ${JSON.stringify(text)}`, () => {
        const parsed = parse(text);
        assert.equal(parsed.ok ? parsed : problemText(parsed.problem, text), problem);
      });
  });
}
