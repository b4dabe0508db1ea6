import { Command, Option } from "commander";
import { join } from "node:path";

import { localStack } from "../local/engine/environment";
import { showCommands } from "../local/execa";
import { printFailure, printPlatform } from "../local/print";
import { supportedPlatform } from "../local/toolchain";
import { up } from "../local/up";
import { levels, type Level } from "../preview/verdict";
import { reportedUp } from "./up/reported";

const root = join(__dirname, "..");

interface Options {
  readonly stack: string;
  readonly instance: string;
  readonly verbose: boolean;
  readonly yes: boolean;
  readonly accept?: Level;
  readonly restoreSnapshot?: string;
}

const options = new Command("npm run up --")
  .description(
    "Bring up the local platform, deploy the program on it and prove the result. With another --stack: show what would change there, ask where that is not safe, and deploy it.",
  )
  .option("--stack <name>", "stack to deploy", localStack)
  .option("--yes", "ask nothing: what is graver than --accept is not done", false)
  .addOption(
    new Option(
      "--accept <level>",
      "gravest change that needs no question; what is refused is never done",
    ).choices(levels.filter((level) => level !== "refused")),
  )
  .option(
    "--restore-snapshot <name>",
    "the home was restored to this snapshot: older versions are wanted",
  )
  .option("--verbose", "show every line and the commands that run", false)
  .option("--instance <folder>", "folder of the platform, below the project", ".local")
  .parse()
  .opts<Options>();

/** The local platform comes up with its stack, unless somebody wants to know first what that would change. */
async function main(): Promise<void> {
  const { stack, instance, yes, accept, restoreSnapshot } = options;
  const careful = yes || accept !== undefined || restoreSnapshot !== undefined;
  if (stack === localStack && !careful) {
    await platform();
    return;
  }
  // Ctrl-C reaches the engine as well, which ends in order.
  process.on("SIGINT", () => undefined);
  if (restoreSnapshot !== undefined)
    process.env["JENKINS_STACK_RESTORED_SNAPSHOT"] = restoreSnapshot;
  process.exitCode = await reportedUp({
    ...{ root, stack, instance, yes, accept: accept ?? "safe", input: process.stdin },
    restoredSnapshot: restoreSnapshot,
    print: (text) => process.stdout.write(text),
  });
}

async function platform(): Promise<void> {
  if (options.verbose) showCommands();
  process.once("SIGINT", () => {
    process.stderr.write("\nending in order; press Ctrl-C again to leave at once\n");
  });
  const reason = supportedPlatform();
  if (reason !== undefined) throw new Error(reason);
  const { instance: folder, verbose } = options;
  printPlatform(await up({ root, folder, verbose }));
}

main().catch(printFailure);
