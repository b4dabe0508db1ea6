import { createHash } from "node:crypto";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { build } from "esbuild";

import type { PluginName } from "./packages";
import { originOf, writeWhole, type PluginFolder } from "./plugin-folder";

const root = join(__dirname, "..", "..", "..");
const sources = join(root, "local", "plugins");

/** Whether the folder holds the offline plugin that sources of this {@link sourceHash} give. */
export async function isCurrent(folder: PluginFolder, hash: string): Promise<boolean> {
  return (await originOf(folder)) === "offline" && (await recordedHash(folder)) === hash;
}

/**
 * Bundles the offline plugin into the folder: one file, so that it starts fast and does not need
 * `node_modules` beside it. Every file is replaced as a whole, so that whoever starts the plugin at the
 * same moment finds the old one or the new one.
 *
 * @param hash what {@link sourceHash} says of the sources
 */
export async function bundleOffline(
  name: PluginName,
  folder: PluginFolder,
  hash: string,
): Promise<void> {
  const result = await build({
    entryPoints: [join(sources, name, "main.ts")],
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    legalComments: "none",
    write: false,
    logLevel: "silent",
    tsconfig: join(root, "tsconfig.json"),
  });
  await mkdir(folder.path, { recursive: true });
  await writeWhole(folder.bundle, result.outputFiles.map(({ text }) => text).join(""));
  await writeWhole(folder.executable, wrapper(folder.bundle), 0o755);
  // Last: a record without its bundle would never be repaired.
  await writeWhole(folder.record, `${JSON.stringify({ hash })}\n`);
}

/** Changes whenever a bundle would: any source of a plugin, the locked packages, or Node itself. */
export async function sourceHash(): Promise<string> {
  const hash = createHash("sha256");
  const entries = await readdir(sources, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of [...files, join(root, "package-lock.json")]) {
    hash.update(`${relative(root, file)}\0`).update(await readFile(file));
  }
  return hash.update(process.execPath).digest("hex");
}

async function recordedHash(folder: PluginFolder): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(folder.record, "utf8")) as { hash?: string }).hash;
  } catch {
    return undefined;
  }
}

/** The engine starts a file, not an interpreter; `exec` keeps the process that it will end. */
function wrapper(bundle: string): string {
  return `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(bundle)} "$@"\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
