#!/usr/bin/env node
"use strict";
// Plain Node starts here, whatever the current folder: it loads the TypeScript of the tool like the program's own.
const { join } = require("node:path");

require(join(__dirname, "..", "typescript", "register.cjs"));
require("./cli.ts").main();
