#!/usr/bin/env node
"use strict";
// What the stack runs before and after the controller's pod is replaced. Plain Node starts here, whatever the current
// folder. Each verb loads what it needs alone: a first `up` waits for `record`, which needs next to nothing.
const { join } = require("node:path");

const verbs = ["record", "snapshot", "check"];
const [verb = ""] = process.argv.slice(2);

if (verbs.includes(verb)) {
  require(join(__dirname, "..", "typescript", "register.cjs"));
  require(join(__dirname, "verbs", `${verb}.ts`)).main();
} else {
  console.error(`verb: expected one of ${verbs.join(", ")}, got ${JSON.stringify(verb)}`);
  process.exitCode = 2;
}
