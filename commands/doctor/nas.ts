import { Readable } from "node:stream";

import type { ToolRun } from "../../doctor/nas";
import { run } from "../../nas/cli";
import { networkOptions, requestsFor } from "../nas/requests";
import type { StoredStack } from "../nas/stored-stack";

/** Runs the NAS tool's own doctor in this process, on every LUN of the stack. The password stays in memory. */
export async function nasDoctor(stored: StoredStack): Promise<ToolRun> {
  const request = await requestsFor("doctor", undefined, stored, () => Promise.resolve([]));
  let [stdout, stderr] = ["", ""];
  await run(["doctor", "--json", ...networkOptions("doctor", [], stored.sections)], {
    stdin: Readable.from([request]),
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
  });
  return { stdout, stderr };
}
