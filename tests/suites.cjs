"use strict";
// What is run together. A suite of parts starts real processes: servers, shells, namespaces, initiators.
const base = require("../.mocharc.json");

const parts = [
  "buildroot-scripts",
  "faults",
  "gentoo-scripts",
  "init-groovy",
  "jcasc-reload",
  "nas",
  "network",
  "plugin-install",
  "registry",
  "rsync",
  "signing",
  "ssh",
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
  ignore: ["engine", ...parts].map((folder) => `tests/${folder}/**`),
};
exports.parts = { ...base, spec: parts.map((folder) => `tests/${folder}/**/*.spec.ts`) };
