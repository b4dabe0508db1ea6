import { Command } from "commander";

import { Failure } from "../../nas/failure";

/** What the command line of `npm run restore` says. */
export interface RestoreOptions {
  readonly stack: string;
  readonly instance?: string;
  readonly lun?: string;
  readonly snapshot?: string;
  readonly dryRun?: true;
  readonly confirm?: string;
  readonly wait?: string;
  readonly asClone?: string;
  readonly write?: true;
  readonly abandon?: true;
  readonly start?: true;
  readonly release?: true;
}

/**
 * Refuses options that contradict each other: whoever gives both means one of them, and nobody knows which.
 *
 * @throws Failure `request`
 */
export function refuseContradictions(options: RestoreOptions): void {
  const given = (names: readonly (keyof RestoreOptions)[]): string[] =>
    names
      .filter((name) => options[name] !== undefined)
      .map((name) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  const [alone, ...others] = given(["abandon", "start", "release"]);
  const [other] = [...others, ...given(["snapshot", "lun", "asClone", "write", "confirm", "wait"])];
  if (alone !== undefined && other !== undefined)
    throw new Failure("request", `${alone}: expected no ${other} beside it, got both`);
  const missing =
    options.asClone !== undefined && options.snapshot === undefined
      ? (["--as-clone", "--snapshot"] as const)
      : options.write === true && options.asClone === undefined
        ? (["--write", "--as-clone"] as const)
        : undefined;
  if (missing !== undefined)
    throw new Failure("request", `${missing[0]}: expected ${missing[1]} beside it, got none`);
}

/** The command line of `npm run restore`. */
export function restoreCommand(): Command {
  return new Command("npm run restore --")
    .description(
      "Sets the Jenkins home back to a snapshot of the NAS. Without --snapshot, lists them.",
    )
    .requiredOption("--stack <name>", "stack whose settings are read")
    .option("--instance <folder>", "folder of the local platform; default the usual one")
    .option("--lun <name>", "LUN of storage.luns; default the one of the Jenkins home")
    .option("--snapshot <name>", "snapshot by its name or uuid")
    .option("--dry-run", "prints the steps and changes nothing")
    .option("--confirm <lun>", "name of the LUN, instead of typing it")
    .option(
      "--wait <seconds>",
      "longest wait for the pod and its node; default as Jenkins may take",
    )
    .option("--as-clone <name>", "makes a new LUN of the snapshot beside the one in use instead")
    .option("--write", "with --as-clone: adds the new LUN to the settings of the stack")
    .option("--abandon", "gives up a restore that was begun and has not set the LUN back yet")
    .option("--start", "starts the controller that a restore has left stopped, as it was last")
    .option("--release", "lets Jenkins begin builds again, after a restore")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Whoever runs the same command again goes on where a killed one ended. Exit codes: 0 done, 1 failed, 2 wrong command line,
3 refused, 4 the NAS does not answer, 5 it refused the login.`,
    );
}
