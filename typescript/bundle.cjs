"use strict";
// The program as one file. Node takes longer to find and read its 480 modules than to run them: a fifth of a second at
// every start, which nobody has who is told of a mistake in the settings within two.
//
// A bundle is kept together with what it was made of, and made anew when any of that has changed: there is no build that
// somebody could forget.
const { createHash } = require("node:crypto");
const { readFileSync, statSync } = require("node:fs");
const { basename, dirname, join } = require("node:path");

const { keep } = require("./keep.cjs");

const options = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  // The SDKs know each other by identity, and the language host has loaded one of them already.
  external: ["@pulumi/*"],
  // In a file beside it, which nobody reads before there is a stack to map.
  sourcemap: "linked",
  sourcesContent: false,
  logLevel: "silent",
  metafile: true,
  write: false,
};
const version = require("esbuild/package.json").version;
const inputsMark = "//# inputs=";

/**
 * File with the bundle of a program, made when it is missing or not of these sources.
 *
 * @param {string} entry absolute path of the program's first module
 * @param {string} cache folder that keeps bundles
 * @returns {string | undefined} undefined when it cannot be kept, or a source has changed while it was made
 * @throws SyntaxError with esbuild's message, when a source has a mistake
 */
exports.bundle = (entry, cache) => {
  const key = createHash("sha256")
    .update(JSON.stringify([version, options, entry]))
    .digest("hex");
  const file = join(cache, `${basename(entry)}-${key.slice(0, 16)}.js`);
  return isCurrent(file, dirname(entry)) || make(entry, file) ? file : undefined;
};

/** Whether everything that a kept bundle was made of is still the same. */
function isCurrent(file, root) {
  try {
    const text = readFileSync(file, "utf8");
    const inputs = JSON.parse(text.slice(text.lastIndexOf(inputsMark) + inputsMark.length));
    return inputs.every(([name, found]) => found === fingerprint(root, name));
  } catch {
    return false; // there is none, or something it was made of is gone
  }
}

function make(entry, file) {
  const root = dirname(entry);
  const started = Date.now();
  const { outputFiles, metafile } = built({
    ...options,
    entryPoints: [entry],
    absWorkingDir: root,
    outfile: file,
  });
  const names = [...Object.keys(metafile.inputs), "tsconfig.json"];
  // Of which the bundle may hold what was there before.
  if (names.some((name) => statSync(join(root, name)).mtimeMs >= started)) return false;
  const inputs = JSON.stringify(names.map((name) => [name, fingerprint(root, name)]));
  const [map, code] = outputFiles.map(({ text }) => text);
  return keep(`${file}.map`, map) && keep(file, `${code}${inputsMark}${inputs}`);
}

function built(what) {
  try {
    return require("esbuild").buildSync(what);
  } catch (error) {
    // Its message says where the mistake is, and Pulumi prints no stack of such an error.
    throw new SyntaxError(error.message, { cause: error });
  }
}

/** Content of a module of ours; of a package's, which change together, when it was last written and its size. */
function fingerprint(root, name) {
  const path = join(root, name);
  if (!name.includes("node_modules/"))
    return createHash("sha256").update(readFileSync(path)).digest("base64");
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs} ${size}`;
}
