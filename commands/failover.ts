import { Command } from "commander";
import { join } from "node:path";

import {
  failOver,
  giveBack,
  leastSilenceSeconds,
  planFailover,
  usualWatchSeconds,
  type Patience,
  type Surroundings,
} from "../failover";
import { exitCodes, Failure } from "../nas/failure";
import { confirmed } from "./failover/confirm";
import { withSurroundings } from "./failover/surroundings";
import { stackCli } from "./nas/stack-cli";
import { storedStack } from "./nas/stored-stack";

interface Options {
  readonly stack: string;
  readonly node: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly return?: boolean;
  readonly olderThan: string;
  readonly instance?: string;
}

const program = new Command("npm run failover --")
  .description(
    `Lets another node take over from one that is gone: marks it as out of service and waits for the controller elsewhere.
Refuses while the node answers the cluster or has a session on the NAS: two writers destroy the file system.`,
  )
  .requiredOption("--stack <name>", "stack whose controller moves")
  .requiredOption("--node <name>", "node that is gone")
  .option("--dry-run", "says what would be done, after the same checks, and does nothing")
  .option("--yes", "asks for no confirmation")
  .option("--return", "the node is back: lets pods onto it again")
  .option("--older-than <seconds>", "how long its kubelet must have been silent", "90")
  .option("--instance <folder>", "folder of the local platform, for stack local")
  .addHelpText(
    "after",
    `
Exit codes: 0 done, ${exitCodes.failed} the controller did not come up in time, ${exitCodes.request} wrong command line or settings,
  ${exitCodes.refused} the node is not gone: nothing was changed, ${exitCodes.unreachable} the NAS does not answer, ${exitCodes.login} it refuses the login`,
  )
  .parse();

/** `npm run failover`: moves the controller off a node that is gone. */
async function main(options: Options): Promise<void> {
  const { stack, node, instance } = options;
  const root = join(__dirname, "..");
  const limitSeconds = Number(options.olderThan);
  if (!Number.isInteger(limitSeconds) || limitSeconds < leastSilenceSeconds)
    throw new Failure(
      "request",
      `--older-than: expected a whole number of seconds from ${leastSilenceSeconds}, got ${JSON.stringify(options.olderThan)}`,
    );
  const stored = await storedStack(await stackCli(root, stack, process.env, instance), stack, root);
  const { jenkins } = stored.sections;
  const waitMinutes = jenkins.maintenance ? undefined : jenkins.startupMinutes + 10;
  const patience = { limitSeconds, watchSeconds: usualWatchSeconds, waitMinutes };
  const report = (line: string) => process.stderr.write(`${line}\n`);
  await withSurroundings(root, stored, report, (surroundings) =>
    options.return === true
      ? giveBack(node, patience, surroundings, options.dryRun)
      : takeOver(options, patience, surroundings),
  );
}

async function takeOver(
  { stack, node, dryRun, yes }: Options,
  patience: Patience,
  surroundings: Surroundings,
): Promise<void> {
  const { steps } = await planFailover(node, patience, surroundings);
  process.stdout.write(`${node} is gone: no sign of its kubelet, no session on the NAS\n`);
  for (const step of steps) process.stdout.write(`- ${step}\n`);
  if (dryRun === true) return;
  if (yes !== true)
    await confirmed(`Is it switched off for certain? Type ${node} to go on: `, node);
  const where = await failOver(node, patience, surroundings);
  const place = where === undefined ? "" : `the controller runs on ${where}\n`;
  process.stdout.write(
    `${place}when ${node} is back: npm run failover -- --stack ${stack} --node ${node} --return\n`,
  );
}

main(program.opts<Options>()).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof Failure ? exitCodes[error.kind] : exitCodes.failed;
});
