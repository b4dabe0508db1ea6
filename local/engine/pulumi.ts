import { execa } from "../execa";

import type { Instance } from "../instance";
import { engineEnvironment, localStack, type EngineTools } from "./environment";

/** What one Pulumi command printed and how it ended. */
export interface EngineResult {
  readonly exitCode: number | undefined;
  /** Standard output and standard error in the order they came. */
  readonly output: string;
  readonly stdout: string;
}

export interface EngineOptions {
  /** Called with every complete line as it is printed. */
  readonly onLine?: (line: string) => void;
  /** Written to standard input: the only way a secret reaches the CLI. */
  readonly input?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Told the pid of the CLI. */
  readonly onStart?: (pid: number | undefined) => void;
}

/** The Pulumi engine on one instance of the local platform. */
export class Engine {
  constructor(
    readonly root: string,
    readonly instance: Instance,
    readonly tools: EngineTools,
  ) {}

  /** Environment for a Pulumi command typed by hand. */
  environment(): NodeJS.ProcessEnv {
    return engineEnvironment(this.root, this.instance, this.tools);
  }

  /** Runs a Pulumi command to its end; a failure is a result, not an exception. */
  async run(args: readonly string[], options: EngineOptions = {}): Promise<EngineResult> {
    const running = execa(this.tools.pulumi, args, {
      all: true,
      reject: false,
      extendEnv: false,
      cwd: options.cwd ?? this.root,
      input: options.input ?? "",
      env: { ...this.environment(), ...options.environment },
    });
    options.onStart?.(running.pid);
    if (options.onLine !== undefined) {
      for await (const line of running.iterable({ from: "all" })) options.onLine(line);
    }
    const { exitCode, all, stdout } = await running;
    return { exitCode, output: all, stdout };
  }

  /** Runs a command on the local stack, without questions and colours; a failure is a result. */
  onStack(args: readonly string[], options: EngineOptions = {}): Promise<EngineResult> {
    const plain = ["--stack", localStack, "--non-interactive", "--color", "never"];
    return this.run([...args, ...plain], options);
  }

  /** Runs a command on the local stack and returns its standard output; a failure is an error with all it printed. */
  async expect(args: readonly string[], options: EngineOptions = {}): Promise<string> {
    const { exitCode, output, stdout } = await this.onStack(args, options);
    if (exitCode !== 0) {
      throw new Error(`pulumi ${args[0] ?? ""}: ended with ${String(exitCode)}\n${output}`);
    }
    return stdout;
  }
}
