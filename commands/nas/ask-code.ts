import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import { Failure } from "../../nas/failure";

/**
 * Reads the one-time password: the first line of standard input, asked for when that is a terminal. It is never an
 * argument, because every user of the machine can read those.
 *
 * @throws Failure `request` when standard input ends without a line
 */
export async function askCode(stdin: Readable & { readonly isTTY?: boolean }): Promise<string> {
  if (stdin.isTTY === true) process.stderr.write("one-time password: ");
  const lines = createInterface({ input: stdin, terminal: false });
  const ended = new AbortController();
  lines.once("close", () => {
    ended.abort();
  });
  try {
    const [line] = (await once(lines, "line", { signal: ended.signal })) as [string];
    return line.trim();
  } catch {
    throw new Failure(
      "request",
      "one-time password: expected the six digits that the authenticator shows on standard input, got nothing",
    );
  } finally {
    lines.close();
  }
}
