import { Command } from "commander";
import { join } from "node:path";

import { driftText, foundSomething } from "../drift";
import { exitCodes, Failure } from "../nas/failure";
import { lookAtStack } from "./drift/look-at-stack";

interface Options {
  readonly stack: string;
  readonly json?: boolean;
  readonly instance?: string;
}

const { stack, json, instance } = new Command("npm run drift --")
  .description(
    `What is not as the stack made it: LUNs on the NAS, objects in the cluster, plugins and configuration of Jenkins.
Changes nothing.`,
  )
  .requiredOption("--stack <name>", "stack that is looked at")
  .option("--json", "prints one line of JSON for machines instead of a table")
  .option("--instance <folder>", "folder of the local platform, for stack local")
  .addHelpText(
    "after",
    `
Objects are applied again in a dry run, so the login of cluster.kubeconfig needs the rights it deploys with.
Exit codes: 0 nothing differs, ${foundSomething} something does, ${exitCodes.failed} the cluster does not answer, ${exitCodes.request} wrong command line or settings`,
  )
  .parse()
  .opts<Options>();

/** `npm run drift`: prints what differs from the stack. */
async function main(): Promise<void> {
  const look = await lookAtStack(join(__dirname, ".."), stack, instance);
  const colours = process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "";
  process.stdout.write(driftText(look, json === true, colours));
  if (look.differences.length > 0) process.exitCode = foundSomething;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof Failure ? exitCodes[error.kind] : exitCodes.failed;
});
