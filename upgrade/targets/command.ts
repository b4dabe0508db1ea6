import { spawn } from "node:child_process";

import { Failure } from "../../nas/failure";
import type { Report } from "../jenkins/quiet";
import type { SnapshotWords } from "../snapshot-name";
import type { Retention, SnapshotTarget, TakenSnapshot } from "./target";

/** A command that takes a snapshot; as in `upgrades.snapshot.command`. */
export interface SnapshotCommand {
  /** Program and arguments, run without a shell in the project's folder. */
  readonly argv: readonly string[];
  readonly timeoutSeconds: number;
  /** Given on its standard input. */
  readonly token?: string | undefined;
}

/** How much of what a command says is repeated when it fails. */
const lastLines = 5;

/**
 * A command of the user's own. It is told everything by its environment, and the token on its standard input; when it ends
 * with 0 there is a snapshot of that name, whether it took it now or earlier. What it prints is repeated without the token.
 */
export class CommandTarget implements SnapshotTarget {
  constructor(
    private readonly command: SnapshotCommand,
    private readonly report: Report,
  ) {}

  async take(
    { name, description }: SnapshotWords,
    { count, days }: Retention,
    ended?: AbortSignal,
  ): Promise<TakenSnapshot> {
    const { argv, timeoutSeconds, token } = this.command;
    const { status, printed } = await run(argv, {
      timeoutSeconds,
      input: token ?? "",
      ended,
      environment: {
        SNAPSHOT_NAME: name,
        SNAPSHOT_DESCRIPTION: description,
        SNAPSHOT_KEEP_COUNT: String(count),
        SNAPSHOT_KEEP_DAYS: String(days),
      },
    });
    ended?.throwIfAborted();
    const lines = scrubbed(printed, token).trimEnd().split("\n").slice(-lastLines);
    if (status !== "exit status 0")
      throw new Failure(
        "failed",
        [
          `upgrades.snapshot.command: expected ${JSON.stringify(argv[0])} to take snapshot ${name}, got ${status}`,
          ...lines.filter((line) => line !== ""),
        ].join("\n"),
      );
    for (const line of lines) if (line !== "") this.report(line);
    this.report(`took snapshot ${name}, says ${argv[0] ?? "the command"}`);
    return { name };
  }
}

/** Runs a program in a process group of its own, so that nothing it started outlives its time. */
async function run(
  [program = "", ...args]: readonly string[],
  options: {
    readonly timeoutSeconds: number;
    readonly input: string;
    readonly ended: AbortSignal | undefined;
    readonly environment: Readonly<Record<string, string>>;
  },
): Promise<{ readonly status: string; readonly printed: string }> {
  return await new Promise((resolve) => {
    let printed = "";
    const child = spawn(program, args, {
      env: { ...process.env, ...options.environment },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    let late = false;
    const kill = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    };
    const timer = setTimeout(() => {
      late = true;
      kill();
    }, options.timeoutSeconds * 1000);
    if (options.ended?.aborted === true) kill();
    options.ended?.addEventListener("abort", kill);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk: string) => (printed += chunk));
    // A command that needs no token need not read its input.
    child.stdin.on("error", () => undefined).end(options.input);
    child.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve({ status: error.code ?? "no process", printed });
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      options.ended?.removeEventListener("abort", kill);
      const ended = signal === null ? `exit status ${code ?? 0}` : signal;
      resolve({
        status: late ? `no end within ${options.timeoutSeconds} s` : ended,
        printed,
      });
    });
  });
}

function scrubbed(text: string, token: string | undefined): string {
  return token === undefined || token === "" ? text : text.replaceAll(token, "[secret]");
}
