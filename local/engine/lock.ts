import { readdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

import { startTimeOf, type Instance } from "../instance";
import { localStack } from "./environment";

/** A lock of the file backend, as Pulumi writes it. */
interface BackendLock {
  readonly pid: number;
  readonly hostname: string;
  readonly username: string;
  readonly timestamp: string;
}

/** What holds the stack's lock. */
export type Holder =
  { readonly state: "nobody" } | ({ readonly state: "alive" | "dead" } & BackendLock);

/**
 * Who holds the lock of the local stack. A process counts as dead only on this host, and when no process of
 * that pid exists that started before the lock was taken; a lock of another host counts as alive.
 */
export async function lockHolder(instance: Instance): Promise<Holder> {
  const folder = join(
    instance.folder,
    "state/.pulumi/locks/organization/jenkins-stack",
    localStack,
  );
  const files = await readdir(folder).catch(() => []);
  const [file] = files.filter((name) => name.endsWith(".json"));
  if (file === undefined) return { state: "nobody" };
  const lock = JSON.parse(await readFile(join(folder, file), "utf8")) as BackendLock;
  const alive =
    lock.hostname !== hostname() || (await runsSince(lock.pid, new Date(lock.timestamp)));
  return { state: alive ? "alive" : "dead", ...lock };
}

/**
 * Whether the process that has this pid is the one that had it at the given time: it started before. Start times
 * are clock ticks since boot (proc(5)); a second of doubt on either side counts as the same process.
 */
async function runsSince(pid: number, time: Date): Promise<boolean> {
  const ticks = startTimeOf(pid);
  if (ticks === undefined) return false;
  const bootSeconds = bootTime(await readFile("/proc/stat", "utf8"));
  return bootSeconds + ticks / ticksPerSecond <= time.getTime() / 1000 + 2;
}

/** USER_HZ, which is 100 on every architecture that Node.js runs on. */
const ticksPerSecond = 100;

/** Seconds since the epoch at which the machine booted, as /proc/stat tells it. */
export function bootTime(procStat: string): number {
  const seconds = Number(/^btime (\d+)$/m.exec(procStat)?.[1]);
  if (Number.isNaN(seconds)) throw new Error("/proc/stat: expected a line btime, got none");
  return seconds;
}
