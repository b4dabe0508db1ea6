import type { Readable } from "node:stream";

import { Failure } from "../../nas/failure";
import { firstLine } from "../first-line";

/**
 * Reads the one-time password: the first line of standard input, asked for when that is a terminal. It is never an
 * argument, because every user of the machine can read those.
 *
 * @throws Failure `request` when standard input ends without a line
 */
export async function askCode(stdin: Readable & { readonly isTTY?: boolean }): Promise<string> {
  if (stdin.isTTY === true) process.stderr.write("one-time password: ");
  const code = await firstLine(stdin);
  if (code !== undefined) return code;
  throw new Failure(
    "request",
    "one-time password: expected the six digits that the authenticator shows on standard input, got nothing",
  );
}
