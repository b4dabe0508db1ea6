"use strict";
// mocha's own "spec" output, plus the counts in a file: the sum over several runs is printed once at the end.
const { writeFileSync } = require("node:fs");
const { Runner, reporters } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures } = runner.stats;
      if (process.env.COUNTS_FILE !== undefined) {
        writeFileSync(
          process.env.COUNTS_FILE,
          JSON.stringify({ passed: passes, failed: failures }),
        );
      }
    });
  }
};
