import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stackConfiguration } from "../../../preview/hermetic/stack-file";

describe("stackConfiguration (P-04)", () => {
  let tree: string;

  before(() => {
    tree = mkdtempSync(join(tmpdir(), "jenkins-stack-file-"));
  });

  after(() => {
    rmSync(tree, { recursive: true, force: true });
  });

  function read(content: string) {
    writeFileSync(join(tree, "Pulumi.test.yaml"), content);
    const configuration = stackConfiguration(tree, "test");
    assert.ok(configuration);
    return configuration;
  }

  it("hands out settings as the engine does: texts as they are, the rest as JSON", () => {
    const { config, secretKeys } = read(
      "config:\n  jenkins-stack:nas: {url: a}\n  plain: text\n  kubernetes:context: 1\n",
    );
    assert.deepEqual(config, {
      "jenkins-stack:nas": '{"url":"a"}',
      "jenkins-stack:plain": "text",
      "kubernetes:context": "1",
      "jenkins-stack:nasPassword": "placeholder",
    });
    assert.deepEqual(secretKeys, ["jenkins-stack:nasPassword"]);
  });

  it("puts a placeholder where something is encrypted, and counts it as stored", () => {
    const { config, secretKeys, missing } = read(
      "encryptionsalt: v1:x\nconfig:\n  jenkins-stack:nasPassword: {secure: v1:abc}\n  jenkins-stack:extraToken: {secure: v1:def}\n",
    );
    assert.deepEqual(config, {
      "jenkins-stack:nasPassword": "placeholder",
      "jenkins-stack:extraToken": "placeholder",
    });
    assert.deepEqual(new Set(secretKeys), new Set(Object.keys(config)));
    assert.deepEqual(missing, []);
  });

  it("keeps a section that holds something encrypted for the program to refuse", () => {
    const { config, secretKeys } = read(
      "config:\n  jenkins-stack:nas: {password: {secure: v1:abc}}\n",
    );
    assert.equal(config["jenkins-stack:nas"], '{"password":{"secure":"v1:abc"}}');
    assert.ok(secretKeys.includes("jenkins-stack:nas"));
  });

  it("does not cover up a secret that is stored in clear", () => {
    const { config, secretKeys } = read("config:\n  jenkins-stack:nasPassword: clear\n");
    assert.deepEqual(config, { "jenkins-stack:nasPassword": "clear" });
    assert.deepEqual(secretKeys, []);
  });

  it("names a placeholder key in credentials and remembers whose place it takes", () => {
    const fingerprint = "75358B0A468890916209D842A1BEACF41C4F2D74";
    const { config, fingerprints, missing } = read(
      `config:\n  jenkins-stack:credentials: {rpm: {type: gpgKey, fingerprint: ${fingerprint}}, odd: 1}\n`,
    );
    const [standIn] = Object.keys(fingerprints);
    assert.deepEqual(Object.values(fingerprints), [fingerprint]);
    assert.deepEqual(JSON.parse(config["jenkins-stack:credentials"] ?? ""), {
      rpm: { type: "gpgKey", fingerprint: standIn },
      odd: 1,
    });
    assert.deepEqual(missing, ["credentialSecrets", "nasPassword"]);
  });

  it("knows a stack without a file from one whose file is broken", () => {
    assert.equal(stackConfiguration(tree, "other"), undefined);
    for (const broken of ["- list", "config: [1]", "config: {a: 1", "text"])
      assert.throws(() => read(broken), {
        message: "Pulumi.test.yaml: expected YAML with settings of the stack under config",
      });
  });

  it("takes a file without any settings as one", () => {
    assert.deepEqual(read("encryptionsalt: v1:x\nconfig:\n").sections, {});
  });
});
