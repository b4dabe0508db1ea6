"use strict";
// Turns the program's TypeScript into CommonJS with esbuild, without a type check: types are the business of
// `npm run check`. It serves ts-node (tsconfig.pulumi.json names it, for the language host) and register.cjs.
//
// Results are kept by content, because esbuild starts a process for every file it transforms synchronously,
// which costs more than the rest of loading the program.
const { createHash } = require("node:crypto");
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

const { keep } = require("./keep.cjs");

const options = { loader: "ts", format: "cjs", target: "node20" };
const version = require("esbuild/package.json").version;
const root = join(__dirname, "..");
const cache = join(root, "node_modules", ".cache", "jenkins-stack");

/** JavaScript of one file with its source map inline. */
exports.transpile = (source, fileName) => {
  const kept = keptFile(source, fileName);
  try {
    return readFileSync(kept, "utf8");
  } catch {
    const code = transform(source, fileName);
    keep(kept, code);
    return code;
  }
};

/** Transpiles many files that are not kept yet, in one process of esbuild: for who is about to load most of them. */
exports.prepare = async (fileNames) => {
  const esbuild = require("esbuild");
  const missing = fileNames
    .map((fileName) => ({ fileName, source: readFileSync(fileName, "utf8") }))
    .filter(({ source, fileName }) => !existsSync(keptFile(source, fileName)));
  await Promise.all(
    missing.map(async ({ source, fileName }) => {
      const { code } = await esbuild.transform(source, optionsFor(fileName));
      keep(keptFile(source, fileName), code);
    }),
  );
};

/** ts-node's interface for a transpiler of one's own. The program itself becomes the bundle of it. */
exports.create = () => ({
  transpile: (input, { fileName }) => {
    spareStacks();
    const bundled = fileName === join(root, "index.ts") ? bundleOf(fileName) : undefined;
    return {
      outputText:
        bundled === undefined
          ? exports.transpile(input, fileName)
          : `module.exports = require(${JSON.stringify(bundled)});`,
      // ts-node wants a map of its own beside the inline one.
      sourceMapText: JSON.stringify({ version: 3, sources: [fileName], mappings: "" }),
    };
  },
});

/** Nobody but the language host needs it: the tools start without. */
function bundleOf(entry) {
  return require("./bundle.cjs").bundle(entry, cache);
}

let spares = false;

/**
 * Leaves out the stack of an error that says nothing. Pulumi's SDK makes one for every promise and resource, in case
 * somebody looks for leaks, and mapping them to lines of TypeScript is a fifth of a preview.
 */
function spareStacks() {
  if (spares || process.env.PULUMI_DEBUG_PROMISE_LEAKS) return;
  spares = true;
  const mapped =
    Error.prepareStackTrace ?? ((error, frames) => [error, ...frames].join("\n    at "));
  Error.prepareStackTrace = (error, frames) =>
    error.message === "" && error.name === "Error" ? "" : mapped(error, frames);
}

function transform(source, fileName) {
  return require("esbuild").transformSync(source, optionsFor(fileName)).code;
}

function optionsFor(fileName) {
  return { ...options, sourcefile: pathToFileURL(fileName).href, sourcemap: "inline" };
}

/** Where the result for a file is kept. The name is part of the key: it stands in the source map. */
function keptFile(source, fileName) {
  const key = createHash("sha256")
    .update(JSON.stringify([version, options, fileName]))
    .update(source)
    .digest("hex");
  return join(cache, `${key}.js`);
}
