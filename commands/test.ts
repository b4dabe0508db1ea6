import { ensurePackages, requiredPackages, testPackages } from "../local/packages";
import { paced } from "../local/paced";
import { printFailure } from "../local/print";
import { ensureToolchain, supportedPlatform } from "../local/toolchain";
import { runSuites } from "./test/suites";

/** `npm test`: types, lint, format and every suite; ends with the counts of all of them. */
async function main(): Promise<void> {
  const reason = supportedPlatform();
  if (reason === undefined) {
    // A missing tool takes minutes to build, which no test's own time limit should have to allow for.
    const report = paced((text) => process.stdout.write(`${text}\n`));
    await ensurePackages({ report, packages: [...requiredPackages, ...testPackages] });
    await ensureToolchain({ report });
  } else {
    process.stdout.write(`${reason}\n`);
  }
  const failed =
    reason === undefined
      ? await runSuites(["test:unit"], ["test:engine", "test:parts", "test:platform"])
      : await runSuites(["test:unit"], []);
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch(printFailure);
