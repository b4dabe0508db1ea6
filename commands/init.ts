import { Command, CommanderError } from "commander";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";

import type { Interviewed } from "../init/interview";
import type { OldFile } from "../init/kept";
import { localStack } from "../local/engine/environment";
import { printFailure } from "../local/print";
import { toolchainState } from "../local/toolchain";
import { byAnswers, byInterview, keptOf, presentFile, Refused } from "./init/begin";
import { consentOf } from "./init/consent";
import { lookoutFrom } from "./init/lookout";
import { nextSteps } from "./init/next-steps";
import { PulumiStack } from "./init/pulumi-stack";
import { store } from "./init/store";
import { Interrupted, Terminal } from "./init/terminal";

const wrongCommandLine = 2;
const interrupted = 130;

interface Options {
  readonly answers?: string;
  readonly nasPasswordStdin?: boolean;
  readonly createStack?: boolean;
  readonly force?: boolean;
  readonly folder: string;
}

const program = new Command("npm run init --")
  .description(
    "Begin a stack of your own: asks for what it needs, looks at the cluster and the NAS meanwhile, and writes a commented Pulumi.<stack>.yaml.",
  )
  .argument("<stack>", "name of the stack, such as prod")
  .option("--answers <file>", "takes the answers from a file instead of a terminal")
  .option(
    "--nas-password-stdin",
    "with --answers: the password of the NAS is the first line of standard input",
  )
  .option("--create-stack", "makes the stack in the backend without asking")
  .option("--force", "replaces a file that is there without asking; its secrets stay")
  .option("--folder <folder>", "project that gets the stack", join(__dirname, ".."))
  .addHelpText(
    "after",
    "\nExit codes: 0 written, 1 refused, 2 wrong command line, 130 interrupted; nothing is written then.",
  )
  .exitOverride();

/** `npm run init`: the way from a clone to a stack of one's own. */
async function main(): Promise<void> {
  program.parse();
  const options = program.opts<Options>();
  const [stack = ""] = program.args;
  checkCommandLine(stack, options);
  const root = resolve(options.folder);
  const present = await presentFile(root, stack);
  const terminal = options.answers === undefined ? new Terminal() : undefined;
  try {
    const interviewed = await answered(stack, present, options, terminal);
    const executable = (await toolchainState()).pulumi?.path;
    const cli =
      executable === undefined ? undefined : new PulumiStack(executable, root, stack, process.env);
    const consent = consentOf(stack, terminal, options.createStack === true, process.env);
    const stored = await store({ root, stack }, interviewed, keptOf(present), cli, consent);
    process.stdout.write(nextSteps(stack, interviewed.draft, stored));
  } finally {
    terminal?.close();
  }
}

async function answered(
  stack: string,
  present: OldFile | undefined,
  { answers, nasPasswordStdin, force = false, folder }: Options,
  terminal: Terminal | undefined,
): Promise<Interviewed> {
  const lookout = lookoutFrom(resolve(folder));
  if (terminal !== undefined) return await byInterview(stack, present, terminal, lookout, force);
  if (present !== undefined && !force)
    throw new Refused(
      `Pulumi.${stack}.yaml: expected no such file, got one; --force replaces it, keeping its secrets and a copy`,
    );
  const input = nasPasswordStdin === true ? await text(process.stdin) : undefined;
  const nasPassword = input?.split("\n")[0];
  return await byAnswers(stack, present, {
    file: answers ?? "",
    nasPassword,
    lookout,
    say: (line) => process.stdout.write(line),
  });
}

function checkCommandLine(stack: string, { answers, nasPasswordStdin }: Options): void {
  const refuse = (message: string) => new CommanderError(wrongCommandLine, "init", message);
  if (!/^[A-Za-z0-9][\w.-]{0,99}$/.test(stack))
    throw refuse(
      `stack: expected a name of letters, digits and . _ -, at most 100, got ${JSON.stringify(stack)}`,
    );
  if (stack === localStack)
    throw refuse(
      `stack: expected another name than that of the local platform, got ${JSON.stringify(stack)}; npm run up brings that one up`,
    );
  if (nasPasswordStdin === true && answers === undefined)
    throw refuse("--nas-password-stdin: expected --answers beside it; a terminal is asked for it");
  if (answers === undefined && !(process.stdin.isTTY && process.stdout.isTTY))
    throw refuse(
      "terminal: expected one to ask questions on, got none; give the answers with --answers <file>, docs/getting-started.md shows one",
    );
}

main().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    // Commander has printed its own messages already.
    if (error.code === "init") process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode === 0 ? 0 : wrongCommandLine;
  } else if (error instanceof Interrupted) {
    process.stderr.write("\ninterrupted; nothing was written\n");
    process.exitCode = interrupted;
  } else printFailure(error);
});
