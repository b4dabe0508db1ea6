import { Command, Option } from "commander";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { printFailure } from "../local/print";
import { json } from "../preview/report/json";
import { markdown } from "../preview/report/markdown";
import { terminal } from "../preview/report/terminal";
import { levelOf, levels, type Level } from "../preview/verdict";
import { announced } from "./preview/announce";
import { compared } from "./preview/compare";
import { writable } from "./preview/writable";

const root = join(__dirname, "..");

interface Options {
  readonly stack: string;
  readonly instance?: string;
  readonly markdown?: string;
  readonly json?: string;
  readonly diff?: boolean;
  readonly hermetic?: boolean;
  readonly base: string;
  readonly failOn: Level;
}

const options = new Command("npm run preview --")
  .description(
    "What the settings would change on a stack, and what that does to a running Jenkins and its data. Changes nothing. Ends with 2 when the verdict is as grave as --fail-on, with 1 when there is no report.",
  )
  .requiredOption("--stack <name>", "stack that is looked at")
  .option("--instance <folder>", "folder of the local platform, for the stack local")
  .option("--markdown <file>", "writes the report as Markdown, at most 65,000 characters")
  .option("--json <file>", "writes the report for machines")
  .option("--diff", "prints every changed value as well")
  .option("--hermetic", "compares two commits, without cluster, NAS, secrets and network")
  .option("--base <revision>", "commit that --hermetic compares with", "origin/HEAD")
  .addOption(
    new Option("--fail-on <level>", "least verdict that ends with 2")
      .choices(levels)
      .default("refused"),
  )
  .parse()
  .opts<Options>();

/** `npm run preview`: reports what a run would do, and says it with the exit code as well. */
async function main(): Promise<void> {
  const { stack, instance, base, hermetic } = options;
  await writable("--markdown", options.markdown);
  await writable("--json", options.json);
  const report =
    hermetic === true
      ? await compared(root, stack, base)
      : await announced({ root, stack, instance });
  // First of all for who waits: files may still fail.
  process.stdout.write(terminal(report, options.diff));
  if (options.markdown !== undefined) await writeFile(options.markdown, markdown(report));
  if (options.json !== undefined) await writeFile(options.json, json(report));
  const asGrave = levels.indexOf(levelOf(report.verdict)) >= levels.indexOf(options.failOn);
  process.exitCode = asGrave ? 2 : 0;
}

main().catch(printFailure);
