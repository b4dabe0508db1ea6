// The program as one file: that it is always the program as its sources are now.
import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { execa } from "../../local/execa";
import { bundle } from "../../typescript/bundle.cjs";

describe("bundle", () => {
  let folder: string;
  let age = 0;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bundle-spec-"));
    write("tsconfig.json", "{}");
    write(
      "index.ts",
      'import { word } from "./part";\nimport { other } from "package";\nconsole.log(word(), other);\n',
    );
    write(
      "part.ts",
      'interface Named {\n  readonly name: string;\n}\nexport function word(): string {\n  const named: Named = { name: "first" };\n  return named.name;\n}\n',
    );
    write("node_modules/package/package.json", '{ "main": "index.js" }');
    write("node_modules/package/index.js", 'exports.other = "packaged";\n');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("holds the program with its modules and packages, and none of @pulumi", async () => {
    write("index.ts", 'import * as sdk from "@pulumi/sdk";\nconsole.log(sdk.version);\n');
    write("node_modules/@pulumi/sdk/index.js", 'exports.version = "loaded";\n');
    const file = made();
    rmSync(join(folder, "index.ts"));
    assert.equal(await printed(file), "loaded");
    write("node_modules/@pulumi/sdk/index.js", 'exports.version = "loaded anew";\n');
    assert.equal(await printed(file), "loaded anew");
  });

  it("is made once", async () => {
    const file = made();
    assert.equal(await printed(file), "first packaged");
    const before = statSync(file);
    assert.equal(made(), file);
    assert.deepEqual(statSync(file), before);
  });

  const changes: Readonly<Record<string, readonly [name: string, text: string, prints: string]>> = {
    "a module": ["part.ts", 'export const word = () => "second";\n', "second packaged"],
    "a module whose length stays": [
      "part.ts",
      'interface Named {\n  readonly name: string;\n}\nexport function word(): string {\n  const named: Named = { name: "FIRST" };\n  return named.name;\n}\n',
      "FIRST packaged",
    ],
    "the entry": ["index.ts", 'console.log("entry");\n', "entry"],
    "a package": ["node_modules/package/index.js", 'exports.other = "updated";\n', "first updated"],
  };
  for (const [what, [name, text, prints]] of Object.entries(changes))
    it(`is made anew when ${what} has changed`, async () => {
      made();
      write(name, text);
      assert.equal(await printed(made()), prints);
    });

  it("refuses a program whose module is gone, in place of running the kept one", () => {
    made();
    rmSync(join(folder, "part.ts"));
    assert.throws(made, {
      name: "SyntaxError",
      message: /index\.ts:1:21: ERROR: Could not resolve "\.\/part"/,
    });
  });

  it("says where a mistake is, as an error that Pulumi prints without its stack", () => {
    write("part.ts", "export const word = ;\n");
    assert.throws(made, { name: "SyntaxError", message: /part\.ts:1:20: ERROR: Unexpected ";"/ });
  });

  it("maps stacks to lines of TypeScript", async () => {
    write(
      "part.ts",
      'interface Gone {\n  readonly name: string;\n}\nexport function word(): Gone {\n  throw new Error("here");\n}\n',
    );
    const { stderr, exitCode } = await execa(process.execPath, ["--enable-source-maps", made()], {
      reject: false,
    });
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /at word \(.*\/part\.ts:5:9\)/);
  });

  it("is not kept when a source has been written while it was made", () => {
    const soon = Date.now() / 1000 + 60;
    utimesSync(join(folder, "part.ts"), soon, soon);
    assert.equal(bundle(join(folder, "index.ts"), join(folder, "cache")), undefined);
    assert.ok(!existsSync(join(folder, "cache")));
  });

  it("is none where nothing can be kept", () => {
    write("cache", "a file");
    assert.equal(bundle(join(folder, "index.ts"), join(folder, "cache")), undefined);
  });

  /** Below node_modules, as the program's: that is where it finds the SDKs. */
  function made(): string {
    const file = bundle(join(folder, "index.ts"), join(folder, "node_modules", ".cache"));
    assert.ok(file !== undefined);
    return file;
  }

  async function printed(file: string): Promise<string> {
    return (await execa(process.execPath, [file])).stdout;
  }

  /** Writes a source, as if some time ago, and each later than the one before. */
  function write(name: string, text: string): void {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    age += 1;
    const then = Date.now() / 1000 - 10_000 + age;
    utimesSync(file, then, then);
  }
});
