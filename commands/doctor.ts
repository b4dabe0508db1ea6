import { Command, CommanderError } from "commander";
import { join } from "node:path";

import { LateChecks } from "../doctor/progress";
import { exitCodeOf, paintFor, reportJson, reportText } from "../doctor/report";
import { printFailure } from "../local/print";
import { examine } from "./doctor/examine";

const root = join(__dirname, "..");

interface Options {
  readonly stack: string;
  readonly json?: boolean;
  readonly instance: string;
}

const wrongCommandLine = 2;

const program = new Command("npm run doctor --")
  .description(
    "Look at everything a deployment of a stack needs: Pulumi, settings, cluster, nodes, rights, storage network, NAS, backups. Changes nothing.",
  )
  .requiredOption("--stack <name>", "stack that is looked at")
  .option("--json", "prints machine-readable output")
  .option(
    "--instance <folder>",
    "folder of the local platform, with --stack local",
    process.env["JENKINS_STACK_INSTANCE"] || ".local",
  )
  .addHelpText(
    "after",
    "\nExit codes: 0 nothing worse than a warning, 1 an error was found, 2 wrong command line.",
  )
  .exitOverride();

/** `npm run doctor`: one line a check, with the fix of what is not in order. */
async function main(): Promise<void> {
  const { stack, json, instance } = program.parse().opts<Options>();
  const progress = new LateChecks((text) => process.stderr.write(text), process.stderr.isTTY);
  const findings = await examine({ root, stack, instance, env: process.env, progress });
  const colours = process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "";
  process.stdout.write(
    json === true ? reportJson(findings) : reportText(findings, paintFor(colours)),
  );
  process.exitCode = exitCodeOf(findings);
}

main().catch((error: unknown) => {
  if (!(error instanceof CommanderError)) {
    printFailure(error);
    return;
  }
  process.exitCode = error.exitCode === 0 ? 0 : wrongCommandLine;
});
