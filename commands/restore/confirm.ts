import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import { RestoreRefused } from "../../restore/failure";

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
  const lines = createInterface({ input: stdin, terminal: false });
  const ended = new AbortController();
  lines.once("close", () => {
    ended.abort();
  });
  try {
    const [line] = (await once(lines, "line", { signal: ended.signal })) as [string];
    return line.trim();
  } catch {
    return "";
  } finally {
    lines.close();
  }
}
