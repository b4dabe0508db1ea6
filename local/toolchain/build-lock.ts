import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { readJson, writeJson } from "../instance";

const holderSchema = z.object({ pid: z.int(), building: z.string() });

/**
 * A name in the kernel's abstract socket space (unix(7)): one process can own it, and it is free again
 * the moment that process ends, however it ends, so that a stale lock cannot exist.
 */
const socketName = (cache: string): string =>
  `\0jenkins-stack-${createHash("sha256").update(cache).digest("hex").slice(0, 24)}`;

const tryListen = (name: string): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(name, () => {
      resolve(server);
    });
  });

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
  let server = await tryListen(socketName(cache));
  while (server === undefined) {
    const holder = holderSchema.safeParse(await readJson(holderFile).catch(() => undefined));
    report(
      holder.success
        ? `waiting for process ${holder.data.pid}, which builds ${holder.data.building}`
        : "waiting for another process that builds tools",
    );
    await delay(250);
    server = await tryListen(socketName(cache));
  }
  try {
    await writeJson(holderFile, { pid: process.pid, building });
    return await work();
  } finally {
    await rm(holderFile, { force: true });
    server.close();
  }
}
