import type { Readable } from "node:stream";

import { RestoreRefused } from "../../restore/failure";
import { firstLine } from "../first-line";

/**
 * Has somebody say the name of the LUN: what it holds is about to be replaced.
 *
 * @param given what the command line says; default asked for on a terminal
 * @param prompt shows the question
 * @throws RestoreRefused for another name, and without a terminal for none
 */
export async function confirmLun(
  lun: string,
  given: string | undefined,
  stdin: Readable & { readonly isTTY?: boolean },
  prompt: (text: string) => void,
): Promise<void> {
  const said = given ?? (stdin.isTTY === true ? await ask(lun, stdin, prompt) : undefined);
  if (said === lun) return;
  throw new RestoreRefused(
    `--confirm: expected the name of the LUN, ${JSON.stringify(lun)}, got ${said === undefined ? "none and no terminal to ask on" : JSON.stringify(said)}; nothing was changed`,
  );
}

async function ask(lun: string, stdin: Readable, prompt: (text: string) => void): Promise<string> {
  prompt(`What LUN ${lun} holds now is replaced. Type the name of the LUN to go on: `);
  return (await firstLine(stdin)) ?? "";
}
