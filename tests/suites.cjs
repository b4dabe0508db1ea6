"use strict";
// What is run together. A suite of parts starts real processes: servers, shells, namespaces, initiators.
const { readdirSync } = require("node:fs");
const { join } = require("node:path");

// Its time limit only ends what hangs: how long anything takes depends on what else the machine does.
const base = require("../.mocharc.json");

const parts = [
  "buildroot-scripts",
  "faults",
  "gentoo-scripts",
  "growth-script",
  "hermetic",
  "init-groovy",
  "jcasc-reload",
  "migration",
  "nas",
  "network",
  "plugin-install",
  "registry",
  "rehearsal",
  "rsync",
  "signing",
  "ssh",
  "terminal",
  "upgrade-tool",
  "vars",
  "local/initiator",
  "local/nas-simulator",
  "local/plugins/command",
  "local/plugins/install",
  "local/plugins/random",
  "local/plugins/rpc",
  "local/toolchain",
];

exports.unit = {
  ...base,
  spec: ["tests/**/*.spec.ts"],
  ignore: ["engine", "sequences", ...parts].map((folder) => `tests/${folder}/**`),
};
exports.parts = {
  ...base,
  // A sample of a campaign, on a platform of its own, is here because the suites of the engine take longer.
  spec: [...parts.map((folder) => `tests/${folder}/**/*.spec.ts`), "tests/sequences/*.spec.ts"],
};

/** Suites of the engine that need the whole stack, after one that makes do with a lean one, which is faster. */
const whole = ["bad-input", "interrupted", "jobs", "program", "strict", "plugins-kubernetes/*"];
/** Suites of the engine that start platforms of their own, or none. */
const apart = ["plugins-command-random/*", "cluster", "commands"];

/** Suites of the days after the first deployment; the last leaves a platform that nobody else can go on with. */
const operations = ["report", "restore", "upgrade", "home-migration", "volume", "days-after"];

const onEngine = (suites) => ({
  ...base,
  timeout: 300_000,
  spec: suites.map((suite) => `tests/engine/${suite}.spec.ts`),
});
const lean = readdirSync(join(__dirname, "engine"))
  .filter((file) => file.endsWith(".spec.ts"))
  .map((file) => file.replace(/\.spec\.ts$/, ""))
  .filter((suite) => ![...whole, ...apart, ...operations].includes(suite))
  .sort();

exports.engine = onEngine([...lean, ...operations]);
exports.platform = onEngine([...whole, ...apart]);
