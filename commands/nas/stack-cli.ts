import { platformAbsence } from "../../local/absence";
import { localStack } from "../../local/engine/environment";
import { Engine } from "../../local/engine/pulumi";
import { execa } from "../../local/execa";
import { openInstance } from "../../local/instance";
import { ensureToolchain, toolchainState } from "../../local/toolchain";
import { Failure } from "../../nas/failure";

/** Runs one Pulumi command on one stack and returns what it printed; that may be secret and stays in memory. */
export type StackCli = (args: readonly string[]) => Promise<string>;

/** How one Pulumi command ended, and what it printed; that may be secret. */
export interface Ran {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one Pulumi command on one stack to its end; a failure is a result. */
export type StackRun = (
  args: readonly string[],
  /** Called with every line as it is printed. */
  onLine?: (line: string) => void,
) => Promise<Ran>;

/**
 * The Pulumi CLI for a stack: on the local platform for its stack, otherwise with the user's own backend and passphrase.
 *
 * @param env where the CLI is looked for
 * @param instance folder of the local platform; default that of JENKINS_STACK_INSTANCE, else `.local`
 * @throws Failure `request` when there is no CLI or no platform; the result throws one with what the CLI said
 */
export async function stackCli(
  root: string,
  stack: string,
  env: NodeJS.ProcessEnv = process.env,
  instance = instanceOf(env),
): Promise<StackCli> {
  const run = await stackRun(root, stack, env, instance);
  return async (args) => {
    const { exitCode, stdout, stderr } = await run(args);
    if (exitCode === 0) return stdout;
    const reason = stderr.trim().split("\n").slice(-5).join("\n");
    throw new Failure(
      "request",
      `--stack: expected pulumi ${args[0] ?? ""} to read stack ${JSON.stringify(stack)}, got\n${reason}`,
    );
  };
}

/**
 * The same for commands whose failure has something to say.
 *
 * @throws Failure `request` when there is no CLI or no platform
 */
export async function stackRun(
  root: string,
  stack: string,
  env: NodeJS.ProcessEnv = process.env,
  instance = instanceOf(env),
): Promise<StackRun> {
  const run =
    stack === localStack ? await onPlatform(root, instance) : await withOwnBackend(root, env);
  const plain = ["--stack", stack, "--non-interactive", "--color", "never"];
  return (args, onLine) => run([...args, ...plain], onLine);
}

function instanceOf(env: NodeJS.ProcessEnv): string {
  return env["JENKINS_STACK_INSTANCE"] || ".local";
}

async function onPlatform(root: string, folder: string): Promise<StackRun> {
  const absence = await platformAbsence(root, folder);
  if (absence !== undefined) throw new Failure("request", absence);
  const instance = await openInstance(root, folder);
  const tools = await ensureToolchain({
    report: (text) => process.stderr.write(`${text}\n`),
    verbose: false,
  });
  const engine = new Engine(root, instance, tools);
  return async (args, onLine) => {
    const { exitCode, output, stdout } = await engine.run(
      args,
      onLine === undefined ? {} : { onLine },
    );
    // Both streams are in `output`; a command that failed has printed no secret.
    return { exitCode, stdout, stderr: output };
  };
}

async function withOwnBackend(root: string, env: NodeJS.ProcessEnv): Promise<StackRun> {
  const pulumi = (await toolchainState(env)).pulumi?.path;
  if (pulumi === undefined)
    throw new Failure(
      "request",
      "pulumi: expected the Pulumi CLI on PATH, got none; install it, or let npm run up build one into the tool cache",
    );
  return async (args, onLine) => {
    const running = execa(pulumi, args, {
      all: true,
      cwd: root,
      reject: false,
      stdin: "ignore",
      extendEnv: false,
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    if (onLine !== undefined)
      for await (const line of running.iterable({ from: "all" })) onLine(line);
    const { exitCode, stdout, stderr } = await running;
    return { exitCode, stdout, stderr };
  };
}
