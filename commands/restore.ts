import { printFailure } from "../local/print";
import { exitCodes, Failure } from "../nas/failure";
import { RestoreRefused } from "../restore/failure";
import { abandon } from "../restore/restore";
import { cloneBeside } from "./restore/clone-beside";
import { lunOnNas } from "./restore/nas";
import { restoreCommand, type RestoreOptions } from "./restore/options";
import { release } from "./restore/release";
import { listed, setBack, worldOf } from "./restore/set-back";
import { onStack, type OperatedStack } from "./restore/stack";

/** `npm run restore`: sets the Jenkins home back to a snapshot, or makes a new LUN of one beside it. */
async function main(): Promise<void> {
  const options = restoreCommand().parse().opts<RestoreOptions>();
  const { asClone, snapshot } = options;
  if (asClone !== undefined && snapshot === undefined)
    throw new Failure("request", "--as-clone: expected --snapshot beside it, got none");
  if (options.write === true && asClone === undefined)
    throw new Failure("request", "--write: expected --as-clone beside it, got none");
  const text = await onStack(options.stack, options.instance, (stack) => chosen(stack, options));
  process.stdout.write(`${text}\n`);
}

function chosen(stack: OperatedStack, options: RestoreOptions): Promise<string> {
  if (options.release === true) return release(stack);
  if (options.abandon === true) return givenUp(stack);
  if (options.asClone !== undefined) return cloneBeside(stack, options);
  return options.snapshot === undefined ? listed(stack, options) : setBack(stack, options);
}

async function givenUp(stack: OperatedStack): Promise<string> {
  const world = worldOf(stack, await lunOnNas(stack.stored, undefined));
  const progress = await abandon(stack.name, world);
  if (progress === undefined) return "no restore is under way";
  return `gave up the restore of LUN ${progress.lun} to snapshot ${progress.name}; ${
    progress.starts ? "the controller is started again" : "the controller stays stopped, as it was"
  }`;
}

main().catch((error: unknown) => {
  if (!(error instanceof Failure) && !(error instanceof RestoreRefused)) {
    printFailure(error);
    return;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes[error instanceof Failure ? error.kind : "refused"];
});
