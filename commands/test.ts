import { runSuites } from "../tests/run";

/** `npm test`: types, lint, format, unit tests, tests of the parts and engine tests; ends with the counts of all of them. */
void runSuites().then((failed) => {
  process.exitCode = failed === 0 ? 0 : 1;
});
