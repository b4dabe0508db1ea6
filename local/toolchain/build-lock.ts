import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { readJson, trySocketLock, writeJson } from "../instance";

const holderSchema = z.object({ pid: z.int(), building: z.string() });

/**
 * Runs work while no other process builds into the same cache; waits for one that does, and reports
 * whom it waits for.
 */
export async function withBuildLock<Result>(
  cache: string,
  building: string,
  report: (text: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(cache, { recursive: true });
  const holderFile = join(cache, "building.json");
  let lock = await trySocketLock(cache);
  while (lock === undefined) {
    const holder = holderSchema.safeParse(await readJson(holderFile).catch(() => undefined));
    report(
      holder.success
        ? `waiting for process ${holder.data.pid}, which builds ${holder.data.building}`
        : "waiting for another process that builds tools",
    );
    await delay(250);
    lock = await trySocketLock(cache);
  }
  try {
    await writeJson(holderFile, { pid: process.pid, building });
    return await work();
  } finally {
    await rm(holderFile, { force: true });
    lock.release();
  }
}
