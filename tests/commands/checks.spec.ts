import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { checks } from "../../commands/test/checks";

describe("the checks of npm test", () => {
  const root = mkdtempSync(join(tmpdir(), "checks-spec-"));
  const source = join(root, "a.ts");
  before(() => {
    for (const name of ["eslint.config.mjs", "tsconfig.json", "package-lock.json"])
      writeFileSync(join(root, name), "");
  });
  after(() => {
    rmSync(root, { recursive: true });
  });

  /** Where ESLint keeps what it found, once the sources are these. */
  const lintMemory = (content: string): string => {
    writeFileSync(source, content);
    const found = checks(root, [source]).find(({ name }) => name === "lint");
    return found?.args.at(-1) ?? "";
  };

  it("remember what lint found for these very sources, because rules look at other files' types", () => {
    const first = lintMemory("export const a = 1;");
    assert.equal(lintMemory("export const a = 1;"), first);
    assert.notEqual(lintMemory("export const a = '1';"), first);
  });

  it("forget what they found in sources that have changed", () => {
    const old = lintMemory("export const a = 2;");
    mkdirSync(old, { recursive: true });
    writeFileSync(join(dirname(old), "types.tsbuildinfo"), "kept");
    lintMemory("export const a = 3;");
    assert.equal(existsSync(old), false);
    assert.equal(existsSync(join(dirname(old), "types.tsbuildinfo")), true);
  });
});
