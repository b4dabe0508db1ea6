"use strict";
// ts-node's pluggable transpiler backed by esbuild: a program loads without a type check and without
// paying for the TypeScript compiler's own emit. Types are the business of `npm run check`.
const { transformSync } = require("esbuild");

exports.create = () => ({
  transpile(input, { fileName }) {
    const { code, map } = transformSync(input, {
      loader: "ts",
      format: "cjs",
      target: "node20",
      sourcefile: fileName,
      sourcemap: "external",
    });
    return { outputText: code, sourceMapText: map };
  },
});
