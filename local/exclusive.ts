import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { startTimeOf, type Instance } from "./instance";

/**
 * Runs work on an instance that must not run twice at once (`up`, `down`). A lock whose process is gone is
 * taken over.
 *
 * @throws Error that names the process that works on the instance.
 */
export async function exclusively<T>(
  instance: Pick<Instance, "folder" | "relativeFolder">,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const file = join(instance.folder, "run.lock");
  const mine = JSON.stringify({ pid: process.pid, startTime: startTimeOf(process.pid), what });
  while (!(await created(file, mine))) {
    const holder = await readHolder(file);
    if (holder !== undefined && startTimeOf(holder.pid) === holder.startTime) {
      throw new Error(
        `${instance.relativeFolder}: expected no other run on this platform, got "${holder.what}" ` +
          `(pid ${holder.pid}); wait for it to end`,
      );
    }
    await rm(file, { force: true });
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

interface Holder {
  readonly pid: number;
  readonly startTime: number;
  readonly what: string;
}

async function created(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** A lock that cannot be read belongs to a process that was killed while it wrote. */
async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}
