import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Instance } from "./instance";
import { readJson, writeJson } from "./json-file";
import { startTimeOf } from "./process-table";

/** A process this instance started: pid and start time together, since a pid alone is reused. */
export interface ProcessRecord {
  readonly pid: number;
  /** Field 22 of /proc/<pid>/stat, in clock ticks since boot. */
  readonly startTime: number;
  readonly command: readonly string[];
}

const recordSchema = z.object({
  pid: z.int().positive(),
  startTime: z.number(),
  command: z.array(z.string()),
});

const recordPath = (instance: Instance, name: string): string =>
  join(instance.folder, "processes", `${name}.json`);

/** Where the output of a detached process goes. */
export function logPath(instance: Instance, name: string): string {
  return join(instance.folder, "logs", `${name}.log`);
}

/** Remembers a process under a name, replacing what was remembered under it. */
export async function recordProcess(
  instance: Instance,
  name: string,
  record: ProcessRecord,
): Promise<void> {
  const path = recordPath(instance, name);
  await mkdir(dirname(path), { recursive: true });
  await writeJson(path, record);
}

/** The recorded process when it still runs: the pid must carry the recorded start time. */
export async function runningProcess(
  instance: Instance,
  name: string,
): Promise<ProcessRecord | undefined> {
  // A record that cannot be read is a record of nothing: nobody is ended on its word.
  const record = recordSchema.safeParse(await readJson(recordPath(instance, name)).catch(() => 0));
  if (!record.success) return undefined;
  return startTimeOf(record.data.pid) === record.data.startTime ? record.data : undefined;
}

/** The names of all processes ever recorded and not stopped since, running or not. */
export async function recordedProcesses(instance: Instance): Promise<string[]> {
  const files = await readdir(join(instance.folder, "processes")).catch(() => []);
  return files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5));
}

/**
 * Starts a process in a session of its own, so that it outlives the caller and its terminal, and
 * records it. Output is appended to `logs/<name>.log`. A process already running under that name is
 * left alone and returned.
 *
 * @throws when the command cannot be started
 */
export async function startDetached(
  instance: Instance,
  name: string,
  command: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): Promise<ProcessRecord> {
  const running = await runningProcess(instance, name);
  if (running !== undefined) return running;
  const log = logPath(instance, name);
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, "a");
  try {
    const child = spawn(command, args, {
      detached: true,
      stdio: ["ignore", output, output],
      env: options.env ?? process.env,
      cwd: options.cwd,
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (error) => {
        reject(new Error(`${name}: expected ${command} to start, got ${error.message}`));
      });
    });
    child.unref();
    const pid = child.pid ?? 0;
    const record = { pid, startTime: startTimeOf(pid) ?? 0, command: [command, ...args] };
    await recordProcess(instance, name, record);
    return record;
  } finally {
    closeSync(output);
  }
}

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in between.
  }
};

/** Waits until exactly this process (pid and start time) has ended; false when the time is over first. */
async function ended(record: ProcessRecord, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (startTimeOf(record.pid) === record.startTime) {
    if (Date.now() > deadline) return false;
    await delay(20);
  }
  return true;
}

/** Ends exactly one process, politely at first: SIGTERM, and SIGKILL after `graceMs`. */
export async function endProcess(record: ProcessRecord, graceMs = 10_000): Promise<void> {
  if (startTimeOf(record.pid) !== record.startTime) return;
  signal(record.pid, "SIGTERM");
  if (await ended(record, graceMs)) return;
  signal(record.pid, "SIGKILL");
  if (!(await ended(record, 5_000))) {
    throw new Error(`process ${record.pid}: expected it to end after SIGKILL; it still runs`);
  }
}

/** Ends the process recorded under a name, if it runs, and forgets it. */
export async function stopProcess(
  instance: Instance,
  name: string,
  options: { readonly graceMs?: number } = {},
): Promise<void> {
  const record = await runningProcess(instance, name);
  if (record !== undefined) await endProcess(record, options.graceMs);
  await rm(recordPath(instance, name), { force: true });
}
