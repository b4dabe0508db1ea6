"use strict";
// It runs beside the suites of the engine, so the platform of its sequences is another one.
process.env.JENKINS_STACK_TEST_INSTANCE ??= ".local-test-sequences";
module.exports = require("./suites.cjs").parts;
