import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Failure } from "./failure";

/** Waits of {@link withLock}, in milliseconds. */
export interface LockWait {
  /** How long to wait for a living holder. Default 120 000: longer than a run takes that does not clone or restore. */
  readonly deadline?: number;
  /** Pause between two looks. Default 100. */
  readonly poll?: number;
  /** What the holder does, for the message. Default: a run for this LUN. */
  readonly what?: string;
}

/**
 * Runs `work` while no other process of this user holds the lock `key` in `folder`.
 *
 * The lock is a series of numbered files; who makes the next number exclusively and finds no higher one holds it, and
 * the highest file is never removed. A single file would have to be removed to take it over from a dead process, and
 * two processes doing that at once could each remove the other's fresh lock.
 *
 * @throws Failure `failed` naming the holder when it does not finish in time
 */
export async function withLock<T>(
  folder: string,
  key: string,
  work: () => Promise<T>,
  wait: LockWait = {},
): Promise<T> {
  const file = await acquire(folder, key, wait);
  try {
    return await work();
  } finally {
    // Emptied, not removed: see above. An empty lock has no living holder.
    writeFileSync(file, "");
  }
}

async function acquire(
  folder: string,
  key: string,
  { deadline = 120_000, poll = 100, what = "run for this LUN" }: LockWait,
): Promise<string> {
  const end = performance.now() + deadline;
  for (;;) {
    const last = numbers(folder, key).at(-1) ?? 0;
    const holder = last === 0 ? undefined : livingHolder(lockFile(folder, key, last));
    if (holder === undefined) {
      const mine = claim(folder, key, last + 1);
      if (mine !== undefined) return mine;
    } else if (performance.now() >= end) {
      throw new Failure(
        "failed",
        `lock: expected the other ${what} to finish within ${deadline / 1000} s, got process ${holder} still running; ` +
          "wait for it, or end it if it hangs",
      );
    }
    await sleep(poll);
  }
}

/** Makes the numbered file, complete from its first moment; undefined when somebody else was faster. */
function claim(folder: string, key: string, number: number): string | undefined {
  const file = lockFile(folder, key, number);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, started: startTime(process.pid) }));
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return undefined;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const all = numbers(folder, key);
  if (all.at(-1) !== number) {
    // The number was free again because a later holder tidied up: that one holds the lock.
    rmSync(file, { force: true });
    return undefined;
  }
  for (const old of all.slice(0, -1)) rmSync(lockFile(folder, key, old), { force: true });
  return file;
}

function lockFile(folder: string, key: string, number: number): string {
  return join(folder, `${key}.${number}.lock`);
}

function numbers(folder: string, key: string): number[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${key}.`) && name.endsWith(".lock"))
    .map((name) => Number(name.slice(key.length + 1, -".lock".length)))
    .filter(Number.isSafeInteger)
    .sort((a, b) => a - b);
}

/** Process that wrote the lock and still runs; undefined for a released lock and for one a dead process left. */
function livingHolder(file: string): number | undefined {
  let holder: { readonly pid: number; readonly started?: string };
  try {
    holder = JSON.parse(readFileSync(file, "utf8")) as typeof holder;
  } catch {
    return undefined;
  }
  try {
    process.kill(holder.pid, 0);
  } catch {
    return undefined;
  }
  // A recycled process id has another start time.
  return startTime(holder.pid) === holder.started ? holder.pid : undefined;
}

/** Start time from /proc; undefined where there is none, then the process id alone decides. */
function startTime(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19];
  } catch {
    return undefined;
  }
}
