import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import type { OperationContext } from "../rpc/provider";

import type { Logging, Surroundings } from "./inputs";
import { goQuoted } from "./quote";

/** What a command printed, without the last newline of each stream. */
export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
}

const defaultInterpreter = ["/bin/sh", "-c"];
const noOutput: CommandOutput = { stdout: "", stderr: "" };

/**
 * Runs a command line as one argument behind the interpreter and waits until both streams are closed.
 *
 * `timeoutSeconds` 0 means no limit. At the limit, or when the engine cancels, only the interpreter is
 * killed: what it started goes on until it ends by itself, and is waited for while it holds a stream.
 *
 * @throws Error with the exit status, the whole command line and everything it printed, as the official
 * plugin words it.
 */
export async function runCommand(
  command: string,
  surroundings: Surroundings,
  context: OperationContext,
  {
    previous = noOutput,
    timeoutSeconds = 0,
  }: { previous?: CommandOutput; timeoutSeconds?: number },
): Promise<CommandOutput> {
  let printed = "";
  const fail = (reason: string): never => {
    throw new Error(`${reason}: running ${goQuoted(command)}:\n${printed}`);
  };

  if (surroundings.dir !== undefined && !isFolder(surroundings.dir)) {
    fail(`chdir ${surroundings.dir}: no such file or directory`);
  }
  const interpreter = surroundings.interpreter?.length
    ? surroundings.interpreter
    : defaultInterpreter;
  const [program = "", ...options] = interpreter;
  const executable =
    findExecutable(program) ??
    fail(`exec: ${goQuoted(program)}: executable file not found in $PATH`);

  const child = spawn(executable, [...options, command], {
    argv0: program,
    cwd: surroundings.dir,
    env: environment(surroundings, previous),
    stdio: [surroundings.stdin ? "pipe" : "ignore", "pipe", "pipe"],
  });
  const ended = endOf(child);
  writeInput(child, surroundings.stdin);
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    const readable = child[stream] as Readable;
    readable.setEncoding("utf8").on("data", (chunk: string) => {
      output[stream] += chunk;
      printed += chunk;
    });
    if (isLogged(surroundings.logging, stream)) logLines(readable, context);
  }

  const limits = [context.cancelled];
  if (timeoutSeconds > 0) limits.push(AbortSignal.timeout(timeoutSeconds * 1000));
  const limit = AbortSignal.any(limits);
  const kill = (): void => void child.kill("SIGKILL");
  if (limit.aborted) kill();
  else limit.addEventListener("abort", kill, { once: true });
  const failure = await ended;
  limit.removeEventListener("abort", kill);

  if (failure !== undefined) fail(failure);
  return {
    stdout: output.stdout.replace(/\n$/, ""),
    stderr: output.stderr.replace(/\n$/, ""),
  };
}

/** Why the process failed, or `undefined`; settles once its streams are closed too. */
function endOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      resolve(`fork/exec ${child.spawnfile}: ${error.message}`);
    });
    child.once("close", (code, signal) => {
      if (signal !== null) resolve(`signal: ${signalNames[signal] ?? signal}`);
      else resolve(code === 0 ? undefined : `exit status ${code ?? 0}`);
    });
  });
}

const signalNames: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGKILL: "killed",
  SIGTERM: "terminated",
  SIGINT: "interrupt",
  SIGHUP: "hangup",
  SIGSEGV: "segmentation fault",
  SIGABRT: "aborted",
  SIGPIPE: "broken pipe",
};

function writeInput(child: ChildProcess, input: string | undefined): void {
  // A command that does not read its input to the end is no failure.
  child.stdin?.on("error", () => undefined).end(input);
}

function environment(surroundings: Surroundings, previous: CommandOutput): NodeJS.ProcessEnv {
  const wanted = surroundings.addPreviousOutputInEnv ?? true;
  return {
    ...process.env,
    ...surroundings.environment,
    ...(wanted && previous.stdout !== "" && { PULUMI_COMMAND_STDOUT: previous.stdout }),
    ...(wanted && previous.stderr !== "" && { PULUMI_COMMAND_STDERR: previous.stderr }),
  };
}

function isLogged(logging: Logging = "stdoutAndStderr", stream: "stdout" | "stderr"): boolean {
  return logging === "stdoutAndStderr" || logging === stream;
}

function logLines(stream: Readable, context: OperationContext): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on("line", (line) => {
    context.log("info", line);
  });
}

/** Looks in the plugin's own PATH: one given in `environment` is for the command alone. */
function findExecutable(program: string): string | undefined {
  if (program.includes("/")) return program;
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
