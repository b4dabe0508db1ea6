import { readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

import { installPlugins, type Origin, type PluginName } from "../../../../local/plugins/install";
import { pluginFolder } from "../../../../local/plugins/install/plugin-folder";

/** A plugin that a suite runs against. */
export interface Subject {
  readonly origin: Origin;
  /** Puts the plugin below an instance folder, as `up` does, and answers the executable. */
  install(instance: string): Promise<string>;
}

/**
 * The offline plugin, and the official one where `$PULUMI_HOME/plugins` (default `~/.pulumi/plugins`) has it
 * in the version of the SDK package: one suite states what both of them do.
 */
export function subjects(name: PluginName): readonly Subject[] {
  const subject = (origin: Origin, environment: NodeJS.ProcessEnv): Subject => ({
    origin,
    install: async (instance) => {
      const options = { environment, names: [name] };
      const installed = (await installPlugins({ folder: instance }, options))[name];
      if (installed.origin !== origin)
        throw new Error(`${name}: got the ${installed.origin} plugin`);
      return installed.path;
    },
  });
  const offline = subject("offline", { HOME: "/nonexistent", PATH: "" });
  return hasOfficial(name) ? [offline, subject("official", process.env)] : [offline];
}

/** Runs in a folder that is removed afterwards. */
export async function withScratch<Result>(
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "jenkins-stack-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Suites are named before anything asynchronous can run, so plugins on PATH are not considered. */
function hasOfficial(name: PluginName): boolean {
  const packageFile = require.resolve(`@pulumi/${name}/package.json`);
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  const home = process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  const folder = pluginFolder(home, name, version);
  return isFile(folder.executable) && !isFile(folder.bundle);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
