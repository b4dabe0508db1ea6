import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as prettier from "prettier";
import { parse } from "yaml";

import { valueAt } from "../../init/draft";
import { importantSettings } from "../../init/important-settings";
import { nothingKept, oldFile } from "../../init/kept";
import { stackFile } from "../../init/stack-file";
import { readStackFile } from "../../stacks/plain";
import { root } from "../stacks/good-settings";
import { goodDraft } from "./good-draft";

const good = goodDraft();
const kept = {
  around: { encryptionsalt: "v1:salt" },
  entries: { "jenkins-stack:nasPassword": { secure: "v1:cipher" } },
};

describe("stackFile", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "jenkins-stack-file-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const readBack = (text: string) => {
    writeFileSync(join(folder, "Pulumi.test.yaml"), text);
    return readStackFile(folder, "test");
  };

  it("is read back as what it was made of, whatever the stack (P-02)", () => {
    const prod = oldFile("x", readFileSync(join(root, "Pulumi.prod.yaml"), "utf8")).draft;
    for (const draft of [prod, good]) {
      const text = stackFile("test", draft, kept);
      const before = readBack(stackFile("test", draft, nothingKept));
      assert.deepEqual(before.problems, []);
      assert.deepEqual(readBack(text), before);
      const plain = Object.entries(draft).map(([name, value]) => [`jenkins-stack:${name}`, value]);
      writeFileSync(
        join(folder, "Pulumi.test.yaml"),
        JSON.stringify({ config: Object.fromEntries(plain) as object }),
      );
      assert.deepEqual(readStackFile(folder, "test"), before);
    }
  });

  it("keeps what is encrypted, and what says how", () => {
    const file = parse(stackFile("test", good, kept)) as Record<string, unknown>;
    assert.equal(file["encryptionsalt"], "v1:salt");
    assert.deepEqual(valueAt(file, ["config", "jenkins-stack:nasPassword"]), {
      secure: "v1:cipher",
    });
  });

  it("begins with the line for editors, and tells what every setting means once", () => {
    const lines = stackFile("test", good, nothingKept).split("\n");
    assert.equal(lines[0], "# yaml-language-server: $schema=docs/configuration.schema.json");
    const at = lines.indexOf("    account: pulumi");
    assert.equal(
      lines[at - 1],
      "    # DSM account of this program; its password is the secret nasPassword.",
    );
    const adapters = lines.filter((line) =>
      line.endsWith("The node's adapter on the storage network."),
    );
    assert.equal(adapters.length, 1);
    assert.deepEqual(
      lines.filter((line) => line.length > 100),
      [],
    );
  });

  it("does not say what is the default anyway", () => {
    const draft = { ...good, jenkins: { ...(good["jenkins"] as object), claim: "jenkins" } };
    assert.equal(stackFile("test", draft, nothingKept), stackFile("test", good, nothingKept));
  });

  it("shows important settings that are in their place without their #", () => {
    const text = stackFile("test", good, nothingKept);
    const on = parse(text.replaceAll(/^(\s*)#(?=\S| {2})/gm, "$1")) as unknown;
    for (const path of importantSettings) {
      const [section = "", ...rest] = path;
      const found = valueAt(on, ["config", `jenkins-stack:${section}`, ...rest]);
      assert.notEqual(found, undefined, path.join("."));
    }
    assert.deepEqual(readBack(text).problems, []);
  });

  it("has the format of the project", async () => {
    assert.ok(await prettier.check(stackFile("test", good, kept), { parser: "yaml" }));
  });
});
