import { readFileSync, readdirSync } from "node:fs";

/** What /proc says of one process. */
export interface ProcessEntry {
  readonly pid: number;
  /** Field 22 of /proc/<pid>/stat, in clock ticks since boot: with the pid it names one process for good. */
  readonly startTime: number;
  /** The argument list. */
  readonly command: readonly string[];
}

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The process ended, or belongs to somebody else.
    return undefined;
  }
};

/** State letter and start time out of /proc/<pid>/stat; the command in it may hold spaces and brackets. */
export function parseStat(stat: string): { state: string; startTime: number } {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", startTime: Number(fields[19]) };
}

/** The start time of a live process; undefined when it ended (a zombie has ended). */
export function startTimeOf(pid: number): number | undefined {
  const stat = read(`/proc/${String(pid)}/stat`);
  if (stat === undefined) return undefined;
  const { state, startTime } = parseStat(stat);
  return state === "Z" || state === "X" ? undefined : startTime;
}

/** The argument list of a process; empty for a kernel thread, a zombie or a process that ended. */
export function commandOf(pid: number): string[] {
  return (read(`/proc/${String(pid)}/cmdline`) ?? "").split("\0").filter((word) => word !== "");
}

/** Every process visible to this user. */
export function processTable(): ProcessEntry[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const pid = Number(name);
      const startTime = startTimeOf(pid);
      return startTime === undefined ? [] : [{ pid, startTime, command: commandOf(pid) }];
    });
}
