import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

import { z } from "zod";

const resourcePlugins = ["kubernetes", "command", "random"];
const packageFile = z.looseObject({ dependencies: z.record(z.string(), z.string()) });

/** Versions of the plugins, and of Pulumi's SDK, as the program's packages ask for them. */
export async function wantedVersions(
  root: string,
): Promise<{ readonly sdk: string; readonly plugins: Readonly<Record<string, string>> }> {
  const { dependencies } = packageFile.parse(
    JSON.parse(await readFile(join(root, "package.json"), "utf8")),
  );
  const versionOf = (name: string) => dependencies[`@pulumi/${name}`] ?? "";
  return {
    sdk: versionOf("pulumi"),
    plugins: Object.fromEntries(resourcePlugins.map((name) => [name, versionOf(name)])),
  };
}

/** Folder in which the CLI keeps the plugins of a user. */
export function pulumiHome(env: NodeJS.ProcessEnv): string {
  return env["PULUMI_HOME"] || join(homedir(), ".pulumi");
}

/**
 * Names of the installed plugins' folders; none where the folder is not there. A plugin on PATH counts in every version,
 * because the engine takes it for any.
 */
export async function installedPlugins(
  home: string,
  env: NodeJS.ProcessEnv,
  wanted: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const folders = await namesIn(join(home, "plugins"));
  const onPath = await Promise.all((env["PATH"] ?? "").split(delimiter).map(namesIn));
  const ambient = Object.entries(wanted)
    .filter(([name]) => onPath.some((names) => names.includes(`pulumi-resource-${name}`)))
    .map(([name, version]) => `resource-${name}-v${version}`);
  return [...folders, ...ambient];
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
