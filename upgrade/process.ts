import { exitCodes, Failure } from "../nas/failure";
import type { UpgradeRecord } from "./record";

/** Progress: the stack shows standard error, and keeps standard output. */
export function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Prints what a verb came to as one line of JSON and sets the exit code of this process, which is one of the NAS tool's.
 *
 * A bug ends the process with its stack; a failure is told in its own words.
 */
export function end(work: Promise<UpgradeRecord>): void {
  work.then(
    (record) => {
      process.stdout.write(`${JSON.stringify(record)}\n`);
    },
    (error: unknown) => {
      if (!(error instanceof Failure)) {
        console.error(error);
        process.exitCode = exitCodes.failed;
        return;
      }
      report(error.message);
      process.exitCode ??= exitCodes[error.kind];
    },
  );
}
