// Every error code that DSM is known to answer is explained: what happened, and what to do. The lists are written out
// here, so that a code cannot get lost on the way.
import assert from "node:assert/strict";

import { describeCode, meaning, refusal } from "../../nas/dsm/errors";

const common = [
  ...[100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 114, 115, 116, 117, 118, 119],
  ...[120, 122, 123, 124, 125, 126, 127, 150, 160],
];
const login = [400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411];
const san = [
  ...[2, 4, 68, 318, 327, 500, 501, 502, 503, 505, 508, 513, 531, 532, 538, 541, 542, 543, 570],
  ...[593, 619, 622, 635, 700, 702, 708, 710, 722, 724, 744, 745],
].map((code) => 18_990_000 + code);

describe("describeCode", () => {
  const unknown = describeCode(99).cause;
  const unknownSan = describeCode(18_999_999).cause;

  for (const code of [...common, ...san])
    it(`explains ${code} with cause and action`, () => {
      const { cause, action } = describeCode(code);
      assert.ok(![unknown, unknownSan].includes(cause), cause);
      assert.match(cause, /^[^;]{8,}$/);
      assert.match(action, /^\S.{8,}[^.]$/);
      assert.equal(meaning(code), `${cause}; ${action}`);
    });

  it("has something to say about a code nobody documented, by its family", () => {
    assert.equal(unknown, "a code without documented meaning");
    assert.equal(unknownSan, "an error of SAN Manager");
    assert.match(describeCode(99).action, /Log Center/);
  });
});

describe("refusal", () => {
  for (const code of login)
    it(`explains login code ${code} with cause and action`, () => {
      const { cause = "", action = "" } = refusal(code) ?? {};
      assert.match(cause, /^[^;]{8,}$/);
      assert.match(action, /^\S.{8,}[^.]$/);
    });

  for (const code of [403, 404, 406])
    it(`names the way to a second factor for ${code}`, () => {
      assert.match(refusal(code)?.action ?? "", /`login device`/);
    });

  it("takes other codes for failures, not for refusals of the credential", () => {
    for (const code of [100, 105, 399, 412, 18_990_538]) assert.equal(refusal(code), undefined);
  });
});
