import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** The resource plugins that the program needs. */
export type PluginName = "command" | "kubernetes" | "random";

/** Every resource plugin, in the order of their reports. */
export const pluginNames: readonly PluginName[] = ["kubernetes", "command", "random"];

const resolve = createRequire(__filename).resolve;

/**
 * The version of the installed SDK package, which the engine wants its plugin to equal.
 *
 * @throws Error for a version of `@pulumi/command` other than 1.2.1: npm's `latest` is 4.5.0, which no tag or
 * plugin of the project matches and which lacks `logging` and `addPreviousOutputInEnv`.
 */
export async function sdkVersion(
  name: PluginName,
  packageFile = resolve(`@pulumi/${name}/package.json`),
): Promise<string> {
  const { version } = JSON.parse(await readFile(packageFile, "utf8")) as { version: string };
  if (name === "command" && version !== "1.2.1") {
    throw new Error(
      `@pulumi/command: expected version "1.2.1", got ${JSON.stringify(version)}; newer versions on npm are no ` +
        'releases of the project, install it with: npm install --save-exact "@pulumi/command@1.2.1"',
    );
  }
  return version.replace(/^v/, "");
}
