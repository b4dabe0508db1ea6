import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

import { readJson, trySocketLock, writeJson, type Instance } from "./instance";

const holderSchema = z.object({ pid: z.int(), what: z.string() });

/**
 * Runs work on an instance that must not run twice at once (`up`, `down`).
 *
 * @throws Error that names the process that works on the instance.
 */
export async function exclusively<T>(
  { folder, relativeFolder }: Instance,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const holderFile = join(folder, "run.json");
  const lock = await trySocketLock(folder);
  if (lock === undefined) {
    const holder = holderSchema.safeParse(await readJson(holderFile).catch(() => undefined));
    const name = holder.success ? `"${holder.data.what}" (pid ${holder.data.pid})` : "one";
    throw new Error(
      `${relativeFolder}: expected no other run on this platform, got ${name}; wait for it to end`,
    );
  }
  try {
    await writeJson(holderFile, { pid: process.pid, what });
    return await work();
  } finally {
    await rm(holderFile, { force: true });
    lock.release();
  }
}
