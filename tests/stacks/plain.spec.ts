import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stringify } from "yaml";

import { readStackFile } from "../../stacks/plain";
import { changed, root, type Values } from "./good-settings";

describe("readStackFile", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "jenkins-stack-plain-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("reads the committed stacks, whose secrets and kubeconfig are elsewhere", () => {
    for (const stack of ["prod", "local"]) {
      const { sections, problems } = readStackFile(root, stack);
      assert.deepEqual(problems, []);
      assert.equal(sections?.jenkins.lun, "jenkins");
    }
  });

  it("reads a stack under the name that Pulumi gives it", () => {
    write("test", file(changed({})));
    const { sections } = readStackFile(folder, "organization/jenkins-stack/test");
    assert.equal(sections?.network.label, "network.du5t1n.me/storage");
  });

  it("passes over secrets and the settings of other packages", () => {
    const { config } = file(changed({}));
    const secret = { secure: "v1:abc:secret-value" };
    write("test", {
      config: { ...config, "jenkins-stack:nasPassword": secret, "aws:region": "x" },
    });
    const reading = readStackFile(folder, "test");
    assert.deepEqual(reading.problems, []);
    assert.doesNotMatch(JSON.stringify(reading), /secret-value/);
  });

  it("refuses a secret inside a section without repeating it", () => {
    const { config } = file(changed({}));
    const nas = {
      ...(config["jenkins-stack:nas"] as Values),
      account: { secure: "v1:secret-value" },
    };
    write("test", { config: { ...config, "jenkins-stack:nas": nas } });
    const { problems } = readStackFile(folder, "test");
    assert.equal(problems.length, 1);
    assert.match(
      problems[0]!,
      /^nas: expected settings without a secret in them, got an encrypted value;/,
    );
  });

  it("reports every problem of the settings", () => {
    write("test", file(changed({ "jenkins.lun": "home", "network.label": "" })));
    assert.deepEqual(readStackFile(folder, "test").problems, [
      'jenkins.lun: expected a LUN of storage.luns (jenkins), got "home"',
      'network.label: expected a label key such as network.du5t1n.me/storage, got ""',
    ]);
  });

  it("offers the stacks that there are", () => {
    write("one", {});
    write("two", {});
    assert.deepEqual(readStackFile(folder, "three").problems, [
      'stack: expected a stack with a file Pulumi.<stack>.yaml (one, two), got "three"',
    ]);
  });

  it("refuses a file that holds no settings", () => {
    for (const text of ["config: [", "- config", "config: text"]) {
      writeFileSync(join(folder, "Pulumi.test.yaml"), text);
      assert.deepEqual(readStackFile(folder, "test").problems, [
        "Pulumi.test.yaml: expected YAML with settings of the stack under config, got something else",
      ]);
    }
  });

  function write(stack: string, content: object): void {
    writeFileSync(join(folder, `Pulumi.${stack}.yaml`), stringify(content));
  }
});

/** Sections as they stand in a stack's file, without the secrets. */
function file({ nasPassword, registryPasswords, ...sections }: Values): { config: Values } {
  assert.ok(nasPassword !== undefined && registryPasswords !== undefined);
  return {
    config: Object.fromEntries(
      Object.entries(sections).map(([name, section]) => [`jenkins-stack:${name}`, section]),
    ),
  };
}
