import assert from "node:assert/strict";

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

  it("leaves a declared secret for Jenkins to fill in", () => {
    const document = { password: new SecretReference("jenkins-admin-password") };
    assert.deepEqual(parse(configurationYaml(document)), { password: "${jenkins-admin-password}" });
  });

  it("keeps numbers, switches and long texts as they are", () => {
    const document = { number: 0, text: "0", off: false, long: "word ".repeat(60).trim() };
    assert.deepEqual(parse(configurationYaml(document)), document);
  });

  it("keeps the order of the document, so that equal settings give equal text", () => {
    assert.equal(configurationYaml({ b: 1, a: { d: 1, c: 2 } }), "b: 1\na:\n  d: 1\n  c: 2\n");
  });

  it("repeats what occurs twice instead of pointing at it, which Jenkins does not follow", () => {
    const shared = { name: "x" };
    assert.equal(configurationYaml({ a: shared, b: shared }), "a:\n  name: x\nb:\n  name: x\n");
  });
});
