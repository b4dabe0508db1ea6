import { readdirSync } from "node:fs";
import { join } from "node:path";

import { ensurePackages, requiredPackages, testPackages } from "../local/packages";
import { paced } from "../local/paced";
import { printFailure } from "../local/print";
import { ensureToolchain, supportedPlatform } from "../local/toolchain";
import { prepare } from "../typescript/transpiler.cjs";
import { checks } from "./test/checks";
import { runSuites } from "./test/suites";

const root = join(__dirname, "..");

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
  // Processes that each found nothing kept would transpile everything each, file by file.
  const files = sources();
  await prepare(files);
  const waiting = reason === undefined ? ["test:engine", "test:platform", "test:parts"] : [];
  const failed = await runSuites(checks(root, files), "test:unit", waiting);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Every TypeScript file of the project. */
function sources(): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(join(root, entry.name), { recursive: true, encoding: "utf8" }).map((name) =>
            join(root, entry.name, name),
          )
        : [join(root, entry.name)],
    )
    .filter((name) => name.endsWith(".ts"));
}

main().catch(printFailure);
