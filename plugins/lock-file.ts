import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import type { LockEntry, PluginLock } from "../components/jenkins/plugins/plugin-lock";
import { Failure } from "./failure";

/** The committed lock file. */
export const lockPath = join(__dirname, "../components/jenkins/plugins/lock.json");

const needs = {
  version: z.string(),
  requiredCore: z.string().nullable(),
  dependencies: z.record(z.string(), z.string()).nullable(),
};
const file = z.strictObject({
  core: z.string(),
  plugins: z.record(
    z.string(),
    z.strictObject({
      ...needs,
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .exactOptional(),
      assumed: z.strictObject(needs).exactOptional(),
    }),
  ),
});

/** Reads a lock file. @throws Failure when it is none */
export async function readLock(path: string): Promise<PluginLock> {
  const parsed = file.safeParse(jsonOf(await readFile(path, "utf8").catch(() => "")));
  if (parsed.success) return parsed.data;
  throw new Failure(`${path}: expected a lock file of plugins, got something else`);
}

/** Writes a lock file, whole or not at all. */
export async function writeLock(path: string, lock: PluginLock): Promise<void> {
  await writeFile(`${path}.new`, lockText(lock));
  await rename(`${path}.new`, path);
}

/** The same lock is always the same text: sorted, one fact a line. */
export function lockText({ core, plugins }: PluginLock): string {
  const entries = Object.entries(plugins).sort(([one], [other]) => (one < other ? -1 : 1));
  const document = { core, plugins: Object.fromEntries(entries) };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** What changed, a line each; nothing when both are the same. */
export function lockChanges(before: PluginLock, after: PluginLock): string[] {
  const ids = [...new Set([...Object.keys(before.plugins), ...Object.keys(after.plugins)])].sort();
  return [
    ...(before.core === after.core ? [] : [`~ Jenkins ${before.core} > ${after.core}`]),
    ...ids.flatMap((id) => change(id, before.plugins[id], after.plugins[id])),
  ];
}

function change(id: string, before: LockEntry | undefined, after: LockEntry | undefined): string[] {
  if (before === undefined) return [`+ ${id} ${after?.version ?? ""}`];
  if (after === undefined) return [`- ${id} ${before.version}`];
  if (before.version !== after.version) return [`~ ${id} ${before.version} > ${after.version}`];
  return JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [`~ ${id} ${after.version}: what is known about it`];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
