import { platformAbsence } from "../../local/absence";
import { localStack } from "../../local/engine/environment";
import { Engine } from "../../local/engine/pulumi";
import { execa } from "../../local/execa";
import { openInstance } from "../../local/instance";
import { ensureToolchain, toolchainState } from "../../local/toolchain";
import { Failure } from "../../nas/failure";

/** Runs one Pulumi command on one stack and returns what it printed; that may be secret and stays in memory. */
export type StackCli = (args: readonly string[]) => Promise<string>;

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
  instance = env["JENKINS_STACK_INSTANCE"] || ".local",
): Promise<StackCli> {
  const run =
    stack === localStack ? await onPlatform(root, instance) : await withOwnBackend(root, env);
  return async (args) => {
    const plain = ["--stack", stack, "--non-interactive", "--color", "never"];
    const { exitCode, stdout, stderr } = await run([...args, ...plain]);
    if (exitCode === 0) return stdout;
    const reason = stderr.trim().split("\n").slice(-5).join("\n");
    throw new Failure(
      "request",
      `--stack: expected pulumi ${args[0] ?? ""} to read stack ${JSON.stringify(stack)}, got\n${reason}`,
    );
  };
}

type Run = (
  args: readonly string[],
) => Promise<{ exitCode: number | undefined; stdout: string; stderr: string }>;

async function onPlatform(root: string, folder: string): Promise<Run> {
  const absence = await platformAbsence(root, folder);
  if (absence !== undefined) throw new Failure("request", absence);
  const instance = await openInstance(root, folder);
  const tools = await ensureToolchain({
    report: (text) => process.stderr.write(`${text}\n`),
    verbose: false,
  });
  const engine = new Engine(root, instance, tools);
  return async (args) => {
    const { exitCode, output, stdout } = await engine.run(args);
    // Both streams are in `output`; a command that failed has printed no secret.
    return { exitCode, stdout, stderr: output };
  };
}

async function withOwnBackend(root: string, env: NodeJS.ProcessEnv): Promise<Run> {
  const pulumi = (await toolchainState(env)).pulumi?.path;
  if (pulumi === undefined)
    throw new Failure(
      "request",
      "pulumi: expected the Pulumi CLI on PATH, got none; install it, or let npm run up build one into the tool cache",
    );
  return async (args) => {
    const { exitCode, stdout, stderr } = await execa(pulumi, args, {
      cwd: root,
      reject: false,
      stdin: "ignore",
      extendEnv: false,
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    return { exitCode, stdout, stderr };
  };
}
