import { delimiter, join, resolve } from "node:path";

import { homeFolder } from "../../home";
import type { PluginName } from "./packages";
import { isFile, originOf, pluginFolder } from "./plugin-folder";
import { askVersion } from "./plugin-info";

/**
 * The executable of the official plugin of exactly this version that the user already has: below the user's
 * PULUMI_HOME (default `~/.pulumi`), else on PATH, where the program itself is asked for its version.
 */
export async function findOfficial(
  name: PluginName,
  version: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  // An empty PULUMI_HOME counts as none, as it does for the CLI.
  const home = environment["PULUMI_HOME"] || join(homeFolder(environment), ".pulumi");
  const installed = pluginFolder(resolve(home), name, version);
  if ((await originOf(installed)) === "official") return installed.executable;

  for (const folder of (environment["PATH"] ?? "").split(delimiter)) {
    const executable = join(resolve(folder), `pulumi-resource-${name}`);
    if (folder === "" || !(await isFile(executable))) continue;
    if ((await askVersion(executable)) === version) return executable;
  }
  return undefined;
}
