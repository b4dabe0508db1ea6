import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What can be read somewhere. */
export interface Text {
  readonly where: string;
  readonly text: string;
}

/** Where the arguments of a process are found among {@link processTexts}. */
export function argumentsOf(pid: number): string {
  return `cmdline of process ${pid}`;
}

/** Arguments and environment of every process but the NAS's own. */
export function processTexts(): Text[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) =>
    ["cmdline", "environ"].flatMap((part) => {
      const where = `${part} of process ${pid}`;
      try {
        const text = readFileSync(`/proc/${pid}/${part}`, "utf8");
        return text.startsWith("tgtadm") ? [] : [{ where, text }];
      } catch {
        // It has ended, or belongs to somebody else.
        return [];
      }
    }),
  );
}

/** Content of every file below a folder. */
export function filesIn(folder: string): Text[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ where: path, text: readFileSync(path, "utf8") }));
}
