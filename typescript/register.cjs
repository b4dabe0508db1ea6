"use strict";
// Lets plain `node --require ./typescript/register.cjs file.ts` run the program's TypeScript the same way
// as the language host does: transpile only, same tsconfig.
const { join } = require("node:path");

require("ts-node").register({ project: join(__dirname, "..", "tsconfig.pulumi.json") });
