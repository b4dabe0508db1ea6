import { join } from "node:path";
import { execa } from "../execa";
import type { Build } from "./builds";
import { createUnfinished, finish } from "./cache";
import { goEnvironment } from "./go";

/** What a build needs to know of its surroundings. */
export interface BuildContext {
  /** Absolute path of the Go command. */
  readonly go: string;
  /** Folder of all built tools. */
  readonly cache: string;
  readonly env: NodeJS.ProcessEnv;
  /** Receives one line of progress that replaces the last one. */
  readonly report: (text: string) => void;
  /** Reports each command too. */
  readonly verbose: boolean;
}

/** A duration for people: "48 s", "3 min 10 s". */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Counts what the Go command says on stderr, and keeps what is neither a download nor a package name. */
export class GoProgress {
  #downloaded = 0;
  #compiled = 0;
  readonly #said: string[] = [];

  line(text: string): void {
    if (text.startsWith("go: downloading ")) this.#downloaded++;
    else if (/^[\w.~/-]+$/.test(text)) this.#compiled++;
    else if (text.trim() !== "") this.#said.push(text);
  }

  /** Progress so far; `total` is the number of packages, most of which may come from Go's own cache. */
  describe(total: number | undefined): string {
    if (total === undefined) return `${this.#downloaded} modules downloaded`;
    return `${this.#compiled} of ${total} packages compiled`;
  }

  /** The last lines that may explain a failure. */
  get complaint(): string {
    return this.#said.slice(-12).join("\n");
  }
}

async function goCommand(
  build: Build<string>,
  context: BuildContext,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<{ stdout: string; failed: boolean; reason: string }> {
  if (context.verbose) context.report(`$ ${["go", ...args].join(" ")}`);
  const running = execa(context.go, args, {
    cwd: build.folder,
    extendEnv: false,
    env: goEnvironment(context.env),
    stdin: "ignore",
    reject: false,
  });
  for await (const line of running.iterable({ from: "stderr" })) onLine(line);
  const { stdout, failed, shortMessage } = await running;
  return { stdout, failed, reason: shortMessage ?? "" };
}

/**
 * Builds one pinned module into the cache. Until every executable has been built and runs, the work
 * is in a folder of its own, so that an interrupted build is never mistaken for a finished one.
 *
 * @returns the folder of the executables
 * @throws with the compiler's last words when the build fails
 */
export async function runBuild(
  build: Build<string>,
  key: string,
  context: BuildContext,
): Promise<string> {
  const { name, version, packages, tools, tags = [], ldflags = [] } = build;
  const started = Date.now();
  const progress = new GoProgress();
  let total: number | undefined;
  const show = (): void => {
    const elapsed = duration(Date.now() - started);
    context.report(`building ${name} ${version}: ${progress.describe(total)}, ${elapsed}`);
  };
  const clock = setInterval(show, 1_000);
  const run = async (args: readonly string[]): Promise<string> => {
    const { stdout, failed, reason } = await goCommand(build, context, args, (line) => {
      progress.line(line);
    });
    if (!failed) return stdout;
    throw new Error(`${name}: expected go build to succeed, got\n${progress.complaint || reason}`);
  };
  try {
    show();
    const flags = ["-tags", tags.join(",")];
    total = (await run(["list", "-deps", ...flags, ...packages])).split("\n").length;
    const folder = await createUnfinished(context.cache, key);
    const output = tools.length === 1 ? join(folder, tools[0]?.name ?? "") : `${folder}/`;
    await run(["build", "-v", ...flags, "-ldflags", ldflags.join(" "), "-o", output, ...packages]);
    for (const tool of tools) {
      const checked = await execa(join(folder, tool.name), tool.check, { reject: false });
      if (checked.failed) {
        throw new Error(
          `${tool.name}: expected the built executable to run, got ${checked.shortMessage}`,
        );
      }
    }
    await finish(folder, join(context.cache, key));
    return join(context.cache, key);
  } finally {
    clearInterval(clock);
  }
}
