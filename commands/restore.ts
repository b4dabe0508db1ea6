import { giveUp, startLeft } from "./restore/begun";
import { cloneBeside } from "./restore/clone-beside";
import { endWith } from "./restore/ending";
import { refuseContradictions, restoreCommand, type RestoreOptions } from "./restore/options";
import { release } from "./restore/release";
import { listed, setBack } from "./restore/set-back";
import { onStack, type OperatedStack } from "./restore/stack";

/** `npm run restore`: sets the Jenkins home back to a snapshot, or makes a new LUN of one beside it. */
async function main(): Promise<void> {
  const options = restoreCommand().parse().opts<RestoreOptions>();
  refuseContradictions(options);
  const text = await onStack(options.stack, options.instance, (stack) => chosen(stack, options));
  process.stdout.write(`${text}\n`);
}

function chosen(stack: OperatedStack, options: RestoreOptions): Promise<string> {
  if (options.release === true) return release(stack, options);
  if (options.abandon === true) return giveUp(stack, options);
  if (options.start === true) return startLeft(stack, options);
  if (options.asClone !== undefined) return cloneBeside(stack, options);
  return options.snapshot === undefined ? listed(stack, options) : setBack(stack, options);
}

main().catch(endWith);
