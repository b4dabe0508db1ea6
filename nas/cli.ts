import { Command, CommanderError } from "commander";

import { exitCodes, Failure } from "./failure";
import { addAudit } from "./verbs/audit";
import { addDoctor } from "./verbs/doctor";
import { addDrift } from "./verbs/drift";
import { addLogin } from "./verbs/login";
import { addLun } from "./verbs/lun";
import { addSnapshot } from "./verbs/snapshot";
import type { Surroundings } from "./verbs/surroundings";
import { exitHelp, requestHelp } from "./verbs/verb";

/** Runs the command line of this process and sets its exit code. */
export function main(): void {
  runInProcess(process.argv.slice(2), processSurroundings());
}

/** The streams of this process; colours on a terminal whose user has not set NO_COLOR. */
export function processSurroundings(): Surroundings {
  return {
    stdin: process.stdin,
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    colours: process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "",
  };
}

/** Runs one command line and makes its exit code that of this process. */
export function runInProcess(argv: readonly string[], surroundings: Surroundings): void {
  run(argv, surroundings).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      // A bug: the stack is wanted.
      console.error(error);
      process.exitCode = 1;
    },
  );
}

/**
 * Runs one command line.
 *
 * @returns the exit code, see {@link exitCodes} and the help; only bugs are thrown
 */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr } = surroundings;
  let exitCode = 0;
  const program = new Command("nas")
    .description("manages the iSCSI LUNs of the stack on a Synology NAS (DSM 7)")
    .addHelpText(
      "after",
      `${requestHelp}\n${exitHelp}\n\nnas <verb> --help shows examples of a verb.`,
    )
    .exitOverride()
    .configureOutput({ writeOut: stdout, writeErr: stderr })
    .showHelpAfterError("nas --help shows the verbs, nas <verb> --help the request and examples");
  const verbs = {
    surroundings,
    end: (code: number): void => {
      exitCode = code;
    },
  };
  for (const add of [addLun, addSnapshot, addLogin, addDoctor, addDrift, addAudit])
    add(program, verbs);

  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.request;
    if (!(error instanceof Failure)) throw error;
    stderr(`${error.message}\n`);
    return exitCodes[error.kind];
  }
}
