import assert from "node:assert/strict";

import fc from "fast-check";
import { parse } from "yaml";

import {
  configurationYaml,
  SecretReference,
} from "../../../../components/jenkins/configuration/yaml";

describe("configurationYaml", () => {
  it("escapes what looks like a variable, at any depth, so that no setting pulls a secret in", () => {
    const document = { a: "${HOME}", b: [{ c: "x ${readFile:/etc/passwd} ${y}" }] };
    assert.deepEqual(parse(configurationYaml(document)), {
      a: "^${HOME}",
      b: [{ c: "x ^${readFile:/etc/passwd} ^${y}" }],
    });
  });

  it("leaves no variable in any text, whatever it is", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { value } = parse(configurationYaml({ value: text })) as { value: string };
        assert.doesNotMatch(value, /(?<!\^)\$\{/);
        // What Jenkins makes of it: the mark goes, the text stays.
        assert.equal(value.replaceAll("^${", "${"), text);
      }),
    );
  });

  it("leaves a declared secret for Jenkins to fill in", () => {
    const document = { password: new SecretReference("jenkins-admin-password") };
    assert.deepEqual(parse(configurationYaml(document)), { password: "${jenkins-admin-password}" });
  });

  it("keeps numbers, switches and long texts as they are", () => {
    const document = { number: 0, text: "0", off: false, long: "word ".repeat(60).trim() };
    assert.deepEqual(parse(configurationYaml(document)), document);
  });

  for (const version of ["1.1", "1.2"] as const)
    it(`means the same to a reader of YAML ${version}, of which Jenkins is one of 1.1`, () => {
      const texts = ["yes", "No", "on", "1e3", "0777", "0o17", "1:30", "~", "null", "2026-01-01"];
      const lines = [
        "a\nb\n",
        "a\r\nb",
        "  indented\n  twice",
        "\ttab\n",
        "ünï\u2028cöde\nx",
        "\n",
        " \n",
        " \n \n",
      ];
      for (const text of [...texts, ...lines, "=", "<<", "", " ", "#", "- a", "a: b"])
        assert.deepEqual(parse(configurationYaml({ text }), { version }), { text });
    });

  it("reads back as it was written, however lines are indented and end", () => {
    const unit = fc.constantFrom(" ", "\n", "\t", "a", "#", "-", ":", "\r");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 8 }), (text) => {
        for (const version of ["1.1", "1.2"] as const)
          assert.deepEqual(parse(configurationYaml({ text }), { version }), { text });
      }),
      { numRuns: 500 },
    );
  });

  it("reads back as it was written, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 12 }), (text) => {
        fc.pre(wellFormed(text) && !text.includes("${"));
        assert.deepEqual(parse(configurationYaml({ text }), { version: "1.1" }), { text });
      }),
    );
  });

  it("sorts keys, so that equal settings give equal text", () => {
    assert.equal(configurationYaml({ b: 1, a: { d: 1, c: 2 } }), "a:\n  c: 2\n  d: 1\nb: 1\n");
  });

  it("keeps scripts readable", () => {
    assert.equal(configurationYaml({ script: "a {\n  b\n}\n" }), "script: |\n  a {\n    b\n  }\n");
  });

  it("repeats what occurs twice instead of pointing at it, which Jenkins does not follow", () => {
    const shared = { name: "x" };
    assert.equal(configurationYaml({ a: shared, b: shared }), 'a:\n  name: "x"\nb:\n  name: "x"\n');
  });
});

const hostile = fc
  .array(fc.oneof(fc.constantFrom("$", "{", "}", "^", "${", "^${", "\\", "\n"), fc.string()))
  .map((parts) => parts.join(""))
  .filter(wellFormed);

/** Whether YAML can carry it at all: half of a character is none. */
function wellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}
