import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { sections } from "./support/program";

// A README is read before anything is run: what it names must be there. Its sample output is proven by the engine
// tests of the commands, which expect the same lines.
describe("README", () => {
  const root = join(__dirname, "..");
  const text = readFileSync(join(root, "README.md"), "utf8");
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name ?? "");

  it("names only npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = [...found(/npm run ([\w:]+)/g), ...found(/npm (test)/g)];
    assert.ok(named.length > 10);
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
  });

  it("links only to files that exist", () => {
    const links = found(/\]\(((?!https?:)[^)]+)\)/g);
    assert.deepEqual(
      links.filter((link) => !existsSync(join(root, link))),
      [],
    );
  });

  it("lists only folders that exist", () => {
    const folders = found(/^\| `([\w./]+)` +\|/gm).filter((name) => !name.startsWith("npm"));
    assert.ok(folders.length >= 9);
    assert.deepEqual(
      folders.filter((folder) => !existsSync(join(root, folder))),
      [],
    );
  });

  it("names only sections of the settings", () => {
    const named = found(/`(cluster|network|nas|storage|jenkins|jobs|gentoo)\.[\w.<>]+`/g);
    assert.deepEqual(
      named.filter((section) => !(section in sections)),
      [],
    );
  });
});
