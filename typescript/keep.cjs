"use strict";
const { mkdirSync, renameSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");

/**
 * Keeps what took time to make. The rename keeps half a file from ever being read.
 *
 * @returns whether it could be written: where not, as in a read-only checkout, it only costs time
 */
exports.keep = (file, text) => {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, text);
    renameSync(draft, file);
    return true;
  } catch {
    return false;
  }
};
