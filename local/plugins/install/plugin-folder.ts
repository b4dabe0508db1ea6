import { randomBytes } from "node:crypto";
import { lstat, mkdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { PluginName } from "./packages";

/** Where a plugin comes from: Pulumi's own build, or the stand-in of this repository. */
export type Origin = "official" | "offline";

/** One plugin's folder below `$PULUMI_HOME/plugins`; it is a real folder because the engine skips links. */
export interface PluginFolder {
  readonly path: string;
  /** The file that the engine starts. */
  readonly executable: string;
  /** Program of the offline plugin; an official plugin has none. */
  readonly bundle: string;
  /** What the offline plugin was made from. */
  readonly record: string;
}

/** The folder of an exact version below a PULUMI_HOME. */
export function pluginFolder(home: string, name: PluginName, version: string): PluginFolder {
  const path = join(home, "plugins", `resource-${name}-v${version}`);
  return {
    path,
    executable: join(path, `pulumi-resource-${name}`),
    bundle: join(path, "bundle.cjs"),
    record: join(path, "offline.json"),
  };
}

/** What the folder holds, or `undefined` when the engine would not find a whole plugin in it. */
export async function originOf(folder: PluginFolder): Promise<Origin | undefined> {
  const complete = await isFile(folder.executable);
  // Pulumi marks a download that is not finished with this file beside the folder.
  if (!complete || (await isFile(`${folder.path}.partial`))) return undefined;
  if ((await lstat(folder.executable)).isSymbolicLink()) return "official";
  return (await isFile(folder.bundle)) ? "offline" : "official";
}

/** Makes the folder stand for an official plugin that lives elsewhere. */
export async function linkOfficial(folder: PluginFolder, executable: string): Promise<void> {
  await mkdir(folder.path, { recursive: true });
  const staged = stagedName(folder.executable);
  await symlink(executable, staged);
  await rename(staged, folder.executable);
  await rm(folder.record, { force: true });
  await rm(folder.bundle, { force: true });
}

/** Writes a file that is either whole or not there, also for a reader at the same moment. */
export async function writeWhole(path: string, content: string, mode = 0o644): Promise<void> {
  const staged = stagedName(path);
  await writeFile(staged, content, { mode });
  await rename(staged, path);
}

export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

function stagedName(path: string): string {
  return `${path}.${randomBytes(4).toString("hex")}.new`;
}
