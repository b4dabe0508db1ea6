import { Listr, type ListrTask } from "listr2";

import { proveDeployment, type Proof } from "./check";
import { startCluster } from "./cluster";
import { deploy, type Deployment } from "./engine/deploy";
import { Engine } from "./engine/pulumi";
import { writeSettings } from "./engine/settings";
import { ensureStack } from "./engine/stack";
import { exclusively } from "./exclusive";
import { openInstance, type Instance } from "./instance";
import { startNas, type NasAccess } from "./nas-simulator";
import { ensurePackages } from "./packages";
import { paced } from "./paced";
import { installPlugins, type InstalledPlugins } from "./plugins/install";
import { ensureToolchain, type Toolchain } from "./toolchain";

/** What `up` found out on its way; each step adds what the next ones need. */
export interface Platform {
  readonly instance: Instance;
  readonly tools: Toolchain;
  readonly nas: NasAccess;
  readonly plugins: InstalledPlugins;
  readonly engine: Engine;
  readonly deployment?: Deployment;
  readonly proof?: Proof;
}

export interface UpOptions {
  /** Project root. */
  readonly root: string;
  /** Instance folder relative to the root. Default ".local". */
  readonly folder?: string;
  /** Prints every line instead of the last one, and the commands. */
  readonly verbose?: boolean;
  /** Stop after the platform runs, before the program is deployed. */
  readonly platformOnly?: boolean;
  readonly renderer?: RendererName;
}

type RendererName = "default" | "simple" | "verbose" | "silent";

/** What the steps share: what was found out so far, and the work of every step that was begun. */
type Context = { -readonly [Key in keyof Platform]?: Platform[Key] } & {
  readonly begun: Promise<unknown>[];
};

/** Brings up the platform, deploys the program on it and proves the result; each step shows its duration. */
export async function up(options: UpOptions): Promise<Platform> {
  const { root, folder, verbose = false } = options;
  const instance = await openInstance(root, folder);
  const context: Context = { instance, begun: [] };
  const tasks = new Listr<Context, RendererName>(
    [
      step("packages", (_, report) => ensurePackages({ report })),
      step("toolchain", async (platform, report) => {
        platform.tools = await ensureToolchain({
          report: verbose ? report : paced(report),
          verbose,
        });
      }),
      {
        title: "platform",
        task: (_, task) =>
          task.newListr(
            [
              step("cluster", (platform, report) =>
                startCluster(need(platform.instance), need(platform.tools), report),
              ),
              step("NAS", async (platform, report) => {
                platform.nas = await startNas(need(platform.instance), { report });
              }),
              step("plugins", async (platform, report) => {
                const { pulumi } = need(platform.tools);
                platform.plugins = await installPlugins(need(platform.instance), {
                  report,
                  pulumi,
                });
              }),
            ],
            { concurrent: true, exitOnError: true },
          ),
      },
      ...(options.platformOnly === true
        ? [prepareStep(root)]
        : [prepareStep(root), deployStep(verbose || process.stdout.isTTY), checkStep]),
    ],
    {
      renderer: options.renderer ?? chooseRenderer(verbose),
      // Ctrl-C reaches the engine as well, which ends in order; leaving at once would leave its lock behind.
      registerSignalListeners: false,
      // Options of one of the renderers, which the others ignore. The error is printed once, at the end.
      rendererOptions: { collapseSubtasks: false, showErrorMessage: false } as object,
    },
  );
  await exclusively(instance, "npm run up", async () => {
    try {
      await tasks.run(context);
    } finally {
      // Steps side by side outlive one that failed, and must not outlive the lock.
      await Promise.allSettled(context.begun);
    }
  });
  return context as Platform & Context;
}

const prepareStep = (root: string) =>
  step("stack", async (platform) => {
    platform.engine = new Engine(root, need(platform.instance), need(platform.tools));
    await ensureStack(platform.engine);
    await writeSettings(platform.engine, need(platform.nas));
  });

const deployStep = (everyLine: boolean) =>
  step("pulumi up", async (platform, report) => {
    platform.deployment = await deploy(
      need(platform.engine),
      need(platform.tools).kubectl,
      (line) => {
        if (everyLine || isSettled(line)) report(line);
      },
    );
  });

/** In a log only what came to an end is worth a line. */
function isSettled(line: string): boolean {
  return !/^[@+~-]/.test(line) || /\b(created|updated|replaced|deleted|failed)\b/.test(line);
}

const checkStep = step("check", async (platform, report) => {
  platform.proof = await proveDeployment(
    need(platform.engine),
    need(platform.tools).kubectl,
    report,
  );
});

/** A task whose title ends with its duration and whose output is its latest line of progress. */
function step(
  title: string,
  work: (platform: Context, report: (text: string) => void) => Promise<unknown>,
): ListrTask<Context> {
  return {
    title,
    task: async (platform, task) => {
      const begin = performance.now();
      const working = work(platform, (text) => {
        task.output = text;
      });
      platform.begun.push(working);
      await working;
      task.title = `${title} (${((performance.now() - begin) / 1000).toFixed(1)} s)`;
    },
  };
}

/** Live lines on a terminal, one line a step in a log. */
function chooseRenderer(verbose: boolean): RendererName {
  if (verbose) return "verbose";
  return process.stdout.isTTY ? "default" : "simple";
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a step ran before the one it depends on");
  return value;
}
