import { Command } from "commander";

import { backupFindings } from "../doctor/backup";
import { Failure } from "../nas/failure";
import { careRecordOf } from "./restore/care-record";
import { endWith } from "./restore/ending";
import { onStack, type OperatedStack } from "./restore/stack";

interface Options {
  readonly stack: string;
  readonly instance?: string;
  /** True for now. */
  readonly done?: string | true;
}

const options = new Command("npm run backup --")
  .description("What keeps the Jenkins home when the NAS is lost, and when that last ran.")
  .requiredOption("--stack <name>", "stack whose settings are read")
  .option("--instance <folder>", "folder of the local platform; default the usual one")
  .option(
    "--done [time]",
    "records that a backup outside of the NAS ended, now or at an RFC 3339 time",
  )
  .allowExcessArguments(false)
  .parse()
  .opts<Options>();

/** `npm run backup`: shows backups and rehearsals of a stack, and records a backup that ran (A-34, D-06). */
async function main(): Promise<void> {
  process.stdout.write(`${await onStack(options.stack, options.instance, shown)}\n`);
}

async function shown({ stored, api }: OperatedStack): Promise<string> {
  const { backup, storage } = stored.sections;
  const record = careRecordOf(api, storage.secretNamespace);
  const now = Date.now();
  if (options.done !== undefined) await record.write({ lastBackup: timeOf(options.done, now) });
  return backupFindings(backup, await record.read(), now)
    .map(({ check, state, found, fix }) => {
      const advice = fix === undefined ? "" : `; ${fix.replaceAll("<stack>", options.stack)}`;
      return `${state.padEnd(7)}  ${check.padEnd(14)}  ${found}${advice}`;
    })
    .join("\n");
}

function timeOf(done: string | true, now: number): string {
  if (done === true) return new Date(now).toISOString();
  const at = /^\d{4}-\d\d-\d\dT/.test(done) ? Date.parse(done) : Number.NaN;
  if (!Number.isNaN(at) && at <= now) return new Date(at).toISOString();
  throw new Failure(
    "request",
    `--done: expected a time such as 2026-11-21T02:00:00Z that is not to come, got ${JSON.stringify(done)}`,
  );
}

main().catch(endWith);
