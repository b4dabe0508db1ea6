import { end } from "../process";
import { recordOf } from "../record";

/** `record`: what is wanted, for a stack that has run nothing yet. Asks nobody. */
export function main(): void {
  end(Promise.resolve(recordOf(process.env, new Date())));
}
