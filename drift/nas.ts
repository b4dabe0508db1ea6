import { Readable } from "node:stream";
import { z } from "zod";

import { run } from "../nas/cli";
import type { Look } from "./difference";

const compared = z.looseObject({
  differences: z.array(
    z.looseObject({
      lun: z.string(),
      property: z.string(),
      expected: z.string(),
      found: z.string(),
    }),
  ),
});

/**
 * Compares the NAS with the request, by `nas drift` within this process. A NAS that is not reached is a line, not a
 * failure: the rest is worth knowing.
 *
 * @param requests what that verb reads, with the password of the NAS
 * @param options of the verb
 */
export async function lookAtNas(requests: string, options: readonly string[]): Promise<Look> {
  const printed: string[] = [];
  const said: string[] = [];
  await run(["drift", "--json", ...options], {
    stdin: Readable.from([requests]),
    stdout: (text) => printed.push(text),
    stderr: (text) => said.push(text),
  });
  const notes = said
    .join("")
    .split("\n")
    .filter((line) => line !== "");
  const document = json(printed.join(""));
  if (!document.success)
    return { differences: [], skipped: [`NAS: ${notes.join(", ") || "no answer"}`] };
  return {
    differences: document.data.differences.map(({ lun, property, expected, found }) => ({
      ...({ part: "nas", subject: `LUN ${lun}`, property, expected, found } as const),
    })),
    skipped: notes.map((note) => `NAS: ${note}`),
  };
}

function json(text: string) {
  try {
    return compared.safeParse(JSON.parse(text));
  } catch {
    return compared.safeParse(undefined);
  }
}
