import { createInterface } from "node:readline/promises";

import { Failure } from "../../nas/failure";

/**
 * Has a person type a word before something is done.
 *
 * @param question what will be done, and which word says yes
 * @throws Failure `request` without a terminal, `refused` for another word
 */
export async function confirmed(question: string, word: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw new Failure("request", "--yes: expected it where nobody can be asked, got none");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = (await terminal.question(question)).trim();
    if (answer !== word)
      throw new Failure(
        "refused",
        `answer: expected ${JSON.stringify(word)}, got ${JSON.stringify(answer)}; nothing was changed`,
      );
  } finally {
    terminal.close();
  }
}
