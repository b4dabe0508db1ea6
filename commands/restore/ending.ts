import { printFailure } from "../../local/print";
import { exitCodes, Failure } from "../../nas/failure";
import { RestoreRefused } from "../../restore/failure";

/** Ends a command about restores that did not succeed: what is refused has the exit code of the NAS tool for that. */
export function endWith(error: unknown): void {
  if (!(error instanceof Failure) && !(error instanceof RestoreRefused)) {
    printFailure(error);
    return;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes[error instanceof Failure ? error.kind : "refused"];
}
