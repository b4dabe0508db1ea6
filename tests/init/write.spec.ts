import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { writeStackFile } from "../../commands/init/write";
import { nothingKept } from "../../init/kept";
import { stackFile } from "../../init/stack-file";
import { goodDraft } from "./good-draft";

const name = "Pulumi.test.yaml";

describe("writeStackFile", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "jenkins-stack-write-"))));
  afterEach(() => {
    rmSync(root, { recursive: true });
  });
  const contentOf = (file: string) => readFileSync(join(root, file), "utf8");
  const write = (text: string) => writeStackFile(root, "test", text, () => Promise.resolve());
  const good = () => stackFile("test", goodDraft(), nothingKept);

  it("keeps every file of before, however often it is written", async () => {
    assert.deepEqual(await write(good()), [name]);
    const copies = [".bak", ".bak.2", ".bak.3"].map((ending) => name + ending);
    for (const [index, copy] of copies.entries()) {
      writeFileSync(join(root, name), `# ${index}\n`);
      assert.deepEqual(await write(good()), [name, copy]);
    }
    assert.deepEqual(readdirSync(root).sort(), [name, ...copies]);
    assert.deepEqual(copies.map(contentOf), ["# 0\n", "# 1\n", "# 2\n"]);
    assert.equal(contentOf(name), good());
  });

  it("makes no copy of a file that stays", async () => {
    writeFileSync(join(root, name), "# mine\n");
    await assert.rejects(write("config: {}\n"));
    assert.deepEqual(readdirSync(root), [name]);
    assert.equal(contentOf(name), "# mine\n");
  });
});
