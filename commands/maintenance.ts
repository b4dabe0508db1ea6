import { Argument, Command } from "commander";
import { join } from "node:path";

import { exitCodes, Failure } from "../nas/failure";
import { maintain } from "./maintenance/maintain";
import { stackCli } from "./nas/stack-cli";
import { storedStack } from "./nas/stored-stack";

interface Options {
  readonly stack: string;
  readonly minutes: string;
  readonly wait: boolean;
  readonly instance?: string;
}

const program = new Command("npm run maintenance --")
  .description(
    `Stops Jenkins so that its volume is free for other work, or starts it again: sets jenkins.maintenance in the file of the
stack and deploys that change alone. Nothing but the pod goes away.`,
  )
  .addArgument(new Argument("<state>", "whether Jenkins is to be stopped").choices(["on", "off"]))
  .requiredOption("--stack <name>", "stack whose controller stops or starts")
  .option("--minutes <number>", "how long builds may take to end", "30")
  .option("--no-wait", "waits for no builds: what a restart loses is lost")
  .option("--instance <folder>", "folder of the local platform, for stack local")
  .addHelpText(
    "after",
    `
Exit codes: 0 done, ${exitCodes.failed} and ${exitCodes.request} the deployment failed or the settings are wrong,
  ${exitCodes.refused} other changes wait to be deployed, or builds did not end: nothing was changed`,
  )
  .parse();

/** `npm run maintenance`: stops the controller, or starts it again. */
async function main(state: string | undefined, options: Options): Promise<void> {
  const { stack, instance } = options;
  const root = join(__dirname, "..");
  const minutes = Number(options.minutes);
  if (!Number.isInteger(minutes) || minutes < 1)
    throw new Failure(
      "request",
      `--minutes: expected a whole number from 1, got ${JSON.stringify(options.minutes)}`,
    );
  const cli = await stackCli(root, stack, process.env, instance);
  const stored = await storedStack(cli, stack, root);
  const stop = state === "on";
  const wanted = { stack, stored, stop, minutes: options.wait ? minutes : undefined };
  await untilEnded((ended) =>
    maintain(cli, wanted, (line) => process.stderr.write(`${line}\n`), ended),
  );
  process.stdout.write(
    `Jenkins ${stop ? "is stopped, and stays so" : "runs again"}; commit the file of the stack, so that the next deployment keeps it\n` +
      (stop ? `back: npm run maintenance -- off --stack ${stack}\n` : ""),
  );
}

/** Ctrl-C and its kin put things back instead of ending this process in the middle; npm sends each a second time. */
async function untilEnded(work: (ended: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const end = (): void => {
    controller.abort();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, end);
  try {
    await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}

main(program.args[0], program.opts<Options>()).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof Failure ? exitCodes[error.kind] : exitCodes.failed;
});
