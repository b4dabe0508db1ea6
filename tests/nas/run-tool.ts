import { Readable } from "node:stream";

import { run } from "../../nas/cli";
import type { Surroundings } from "../../nas/verbs/surroundings";
import { impatient, type Run, type Scratch } from "./story";

/** Runs one command line in this process, with a clock, colours or a standard input of its own. */
export async function runToolWith(
  surroundings: Partial<Pick<Surroundings, "now" | "colours" | "stdin">>,
  argv: readonly string[],
  input: unknown,
  { folder }: Scratch,
): Promise<Run> {
  let [stdout, stderr] = ["", ""];
  const exitCode = await run(argv, {
    stdin: Readable.from([typeof input === "string" ? input : JSON.stringify(input)]),
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    temporaryFolder: folder,
    patience: impatient,
    ...surroundings,
  });
  return { exitCode, stdout, stderr };
}
