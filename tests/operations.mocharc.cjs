"use strict";
// It runs beside the other suites of the engine, so its platform is another one.
process.env.JENKINS_STACK_TEST_INSTANCE ??= ".local-test-operations";
module.exports = require("./suites.cjs").operations;
