import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";

import type { Instance } from "../instance";
import { runMark } from "./environment";

/** A process that a killed engine run left behind. */
export interface Orphan {
  readonly pid: number;
  readonly command: string;
}

interface RunningProcess extends Orphan {
  readonly parent: number;
  readonly executable: string;
  readonly marked: boolean;
}

/**
 * Processes of engine runs on this instance whose CLI is gone: their environment carries the run mark and no
 * living `pulumi` is among their ancestors. A command that somebody runs by hand meanwhile is none of them.
 */
export async function findOrphans(instance: Instance): Promise<Orphan[]> {
  const processes = await runningProcesses(`${runMark}=${instance.folder}`);
  const isLed = (process: RunningProcess | undefined): boolean =>
    process !== undefined &&
    (process.executable === "pulumi" || isLed(processes.get(process.parent)));
  return [...processes.values()]
    .filter((process) => process.marked && !isLed(process))
    .map(({ pid, command }) => ({ pid, command }));
}

/** Ends the orphans: asks first, insists after the grace time. Returns what was found. */
export async function endOrphans(instance: Instance, graceMilliseconds = 2000): Promise<Orphan[]> {
  const orphans = await findOrphans(instance);
  for (const { pid } of orphans) signal(pid, "SIGTERM");
  const deadline = Date.now() + graceMilliseconds;
  let left = orphans;
  while (left.length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    left = await findOrphans(instance);
  }
  for (const { pid } of left) signal(pid, "SIGKILL");
  return orphans;
}

async function runningProcesses(mark: string): Promise<Map<number, RunningProcess>> {
  const pids = (await readdir("/proc")).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const read = (pid: number, name: string) => readFile(`/proc/${pid}/${name}`, "utf8");
  const found = await Promise.all(
    pids.map(async (pid): Promise<[number, RunningProcess][]> => {
      try {
        const command = (await read(pid, "cmdline")).split("\0");
        // The name in parentheses may hold blanks; the parent is the second field after it.
        const parent = Number((await read(pid, "stat")).split(") ").pop()?.split(" ")[1]);
        const environment = await read(pid, "environ").catch(() => "");
        const executable = basename(command[0] ?? "");
        const marked = environment.split("\0").includes(mark);
        return [[pid, { pid, parent, executable, marked, command: command.join(" ").trim() }]];
      } catch {
        return []; // ended while it was looked at
      }
    }),
  );
  return new Map(found.flat());
}

/** Signals a process, unless it has ended meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
