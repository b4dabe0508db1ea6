import assert from "node:assert/strict";

import fc from "fast-check";

import { groovyList, groovyText } from "../../../../components/jenkins/configuration/groovy";

describe("groovyText", () => {
  const literals: readonly (readonly [string, string])[] = [
    ["plain", "'plain'"],
    ["it's", "'it\\'s'"],
    ["a\\", "'a\\\\'"],
    ["\\'", "'\\\\\\''"],
    ["'); System.exit(1); ('", "'\\'); System.exit(1); (\\''"],
    ["${jenkins}", "'${jenkins}'"],
    ["two\nlines\r", "'two\\nlines\\r'"],
    ["\\u0027", "'\\\\u0027'"],
    ["nul\0", "'nul'"],
    ["ünï✓", "'ünï✓'"],
  ];
  for (const [text, literal] of literals)
    it(`writes ${JSON.stringify(text)} as ${literal}`, () => {
      assert.equal(groovyText(text), literal);
    });

  it("is one literal that means the text, whatever the text: nothing of it becomes code", () => {
    const nasty = fc.array(
      fc.constantFrom("'", "\\", "\n", "\r", "$", "{", "u0027", "a", "\0", '"'),
    );
    fc.assert(
      fc.property(
        nasty.map((parts) => parts.join("")),
        (text) => {
          assert.deepEqual(read(groovyText(text)), [text.replaceAll("\0", ""), ""]);
        },
      ),
    );
  });

  it("separates the texts of a list", () => {
    assert.equal(groovyList([]), "[]");
    assert.equal(groovyList(["a", "b'"]), "['a', 'b\\'']");
  });
});

/** Reads one literal in single quotes as Groovy's grammar has it: its text, and what comes after it. */
function read(source: string): readonly [text: string, rest: string] {
  assert.equal(source[0], "'");
  let text = "";
  for (let index = 1; index < source.length; index += 1) {
    const character = source[index] ?? "";
    if (character === "'") return [text, source.slice(index + 1)];
    assert.ok(character !== "\n" && character !== "\r", "a line ends within the literal");
    if (character === "\\") {
      index += 1;
      const escaped = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "\\": "\\", "'": "'" }[
        source[index] ?? ""
      ];
      assert.ok(escaped !== undefined, `an unknown escape \\${source[index] ?? ""}`);
      text += escaped;
    } else text += character;
  }
  throw new Error("the literal does not end");
}
