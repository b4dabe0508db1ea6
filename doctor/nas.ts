import { z } from "zod";

import { fault, type Finding } from "./finding";
import { ofError } from "./within";

const document = z.looseObject({
  findings: z.array(
    z.looseObject({
      check: z.string(),
      state: z.enum(["ok", "warning", "error"]),
      found: z.string(),
      fix: z.string().nullable(),
    }),
  ),
});

/** How a run of the NAS tool ended. */
export interface ToolRun {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The findings of `nas doctor --json`, told apart from those of the cluster by their names.
 *
 * Of a run that found nothing out, what the tool said becomes the finding.
 */
export function nasFindings({ stdout, stderr }: ToolRun): readonly Finding[] {
  const read = document.safeParse(json(stdout)).data;
  if (read === undefined)
    return [
      stderr.trim() === ""
        ? fault("NAS", "the NAS tool says nothing", "run: npm run nas -- doctor --stack <stack>")
        : ofError("NAS", new Error(stderr)),
    ];
  return read.findings.map(({ check, state, found, fix }) => ({
    ...{ check: `NAS ${check}`, state, found },
    ...(fix === null ? {} : { fix }),
  }));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
