import { Command, CommanderError } from "commander";
import { join } from "node:path";

import { checkAgainst, checkLock, type LockReport } from "./check";
import { explanation } from "./explain";
import { Failure } from "./failure";
import { lockChanges, lockPath, readLock, writeLock } from "./lock-file";
import { publicUpdateCentre, updateCentreOf } from "./mirror";
import { updatedLock } from "./update";
import { loadUpdateCentre } from "./update-centre";

/** What the tool touches, so that tests can stand in. */
export interface Surroundings {
  /** Prints one line of the result. */
  readonly stdout: (line: string) => void;
  /** Prints one line of a failure. */
  readonly stderr: (line: string) => void;
  /** The lock file. */
  readonly lockPath: string;
  /** Folder of the stacks' settings. */
  readonly root: string;
}

interface SourceOptions {
  readonly updateCentre?: string;
  readonly stack?: string;
}

/**
 * Runs the tool.
 *
 * @param argv without the program's name
 * @returns exit code: 0 fine, 1 a finding or a failure, 2 a wrong command line
 */
export async function run(
  argv: readonly string[],
  { stdout, stderr, lockPath: path, root }: Surroundings,
): Promise<number> {
  let code = 0;
  const program = new Command("plugins")
    .description("The lock file of Jenkins' plugins: resolve it, check it, explain it.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        stdout(text.trimEnd());
      },
      writeErr: (text) => {
        stderr(text.trimEnd());
      },
    });
  const withSource = (command: Command) =>
    command
      .option(
        "--update-centre <address or file>",
        "document of an update centre, or the address of the folder it is in",
      )
      .option("--stack <name>", "take plugins.updateCentre.url of this stack");
  const centreFor = async ({ updateCentre, stack }: SourceOptions, core: string) =>
    await loadUpdateCentre(
      updateCentre ??
        (stack === undefined ? publicUpdateCentre : await updateCentreOf(root, stack)),
      core,
    );

  withSource(program.command("update"))
    .description("resolve the lock anew and print what changed")
    .option("--plugin <id>", "bring only this one up to date, or add it")
    .option("--core <version>", "Jenkins version to resolve for")
    .option("--dry-run", "write nothing", false)
    .action(async (options: SourceOptions & UpdateOptions) => {
      const { plugin, core, dryRun } = options;
      const lock = await readLock(path);
      const centre = await centreFor(options, core ?? lock.core);
      const updated = updatedLock(lock, centre, {
        ...(plugin === undefined ? {} : { plugin }),
        ...(core === undefined ? {} : { core }),
      });
      const changes = lockChanges(lock, updated);
      for (const line of changes) stdout(line);
      if (changes.length === 0) stdout("the lock file is up to date");
      else if (!dryRun) await writeLock(path, updated);
    });
  withSource(program.command("check"))
    .description("check that the set loads; look for advisories, deprecations and maintainers")
    .option("--offline", "check the lock file by itself", false)
    .action(async (options: SourceOptions & { readonly offline: boolean }) => {
      const lock = await readLock(path);
      const reports: LockReport[] = [checkLock(lock)];
      if (!options.offline) reports.push(checkAgainst(lock, await centreFor(options, lock.core)));
      const problems = reports.flatMap((report) => report.problems);
      for (const note of reports.flatMap(({ notes }) => notes)) stdout(`note: ${note}`);
      for (const problem of problems) stderr(problem);
      const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
      stdout(`${Object.keys(lock.plugins).length} plugins for Jenkins ${lock.core}, ${count}`);
      if (problems.length > 0) code = 1;
    });
  program
    .command("explain <plugin>")
    .description("say why a plugin is in the lock and what it needs")
    .action(async (plugin: string) => {
      for (const line of explanation(await readLock(path), plugin)) stdout(line);
    });

  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Failure)) throw error;
    stderr(error.message);
    return 1;
  }
}

interface UpdateOptions {
  readonly plugin?: string;
  readonly core?: string;
  readonly dryRun: boolean;
}

/** Runs the tool as a program. */
export function main(): void {
  const print = (stream: NodeJS.WriteStream) => (line: string) => stream.write(`${line}\n`);
  void run(process.argv.slice(2), {
    stdout: print(process.stdout),
    stderr: print(process.stderr),
    lockPath,
    root: join(__dirname, ".."),
  }).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
