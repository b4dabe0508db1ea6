import { Readable } from "node:stream";

import { run } from "../../nas/cli";
import type { Surroundings } from "../../nas/verbs/surroundings";
import { impatient, type Scratch } from "./story";

/** Result of a run of the command line. */
export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process, as `nas/run.cjs` does. */
export function runTool(
  argv: readonly string[],
  input: unknown,
  scratch: Pick<Scratch, "folder">,
): Promise<Run> {
  return runToolWith({}, argv, input, scratch);
}

/** Runs one command line in this process, with a clock, colours or a standard input of its own. */
export async function runToolWith(
  surroundings: Partial<Pick<Surroundings, "now" | "colours" | "stdin">>,
  argv: readonly string[],
  input: unknown,
  { folder }: Pick<Scratch, "folder">,
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
