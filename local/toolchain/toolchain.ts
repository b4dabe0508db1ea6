import { builds, type Tool, type Toolchain } from "./builds";
import { ensureTools, findTools, type EnsureOptions, type ReadyTool } from "./ensure";

/** Why the local platform cannot run on this machine; undefined when it can. */
export function supportedPlatform(
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): string | undefined {
  if (platform === "linux" && (arch === "x64" || arch === "arm64")) return undefined;
  return `local platform: expected Linux on x64 or arm64, got ${platform} on ${arch}; unit tests and previews of other stacks work here`;
}

/**
 * Paths of all tools, building what neither PATH nor the cache offers (minutes, once per machine).
 *
 * @throws when Go is needed and missing or too old, or a build fails
 */
export async function ensureToolchain(options: EnsureOptions = {}): Promise<Toolchain> {
  const tools = await ensureTools(builds, options);
  const paths = Object.entries<ReadyTool>(tools).map(([name, { path }]) => [name, path]);
  return Object.fromEntries(paths) as Toolchain;
}

/** The tools that are ready now, with version and origin; builds nothing. */
export async function toolchainState(
  env: NodeJS.ProcessEnv = process.env,
): Promise<Partial<Record<Tool, ReadyTool>>> {
  return Object.fromEntries(await findTools(builds, env));
}
