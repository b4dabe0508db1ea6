import { z } from "zod";

import type { CareData } from "./world";

const schema = z.object({
  lun: z.string(),
  /** Uuid of the snapshot. */
  snapshot: z.string(),
  name: z.string(),
  /** Whether the controller ran, and so is to run again. */
  starts: z.boolean(),
  /** Snapshots that earlier restores took of what was the present then. */
  known: z.array(z.string()),
  /** When the NAS had last set the LUN back before, in seconds since 1970. */
  restoredTime: z.number(),
  /** Targets that let initiators in then. */
  open: z.array(z.string()),
  /** When the LUN was set back, by the clock of the NAS; absent until then. */
  restoredAt: z.string().exactOptional(),
  /** What the controller was then: another one now has been started since. Absent until then, and for other LUNs. */
  generation: z.number().exactOptional(),
});

/**
 * A restore that was begun and not finished. It lies in the cluster, not on the machine of the operator: whoever goes on
 * has to know whether the controller was running, which nothing tells any more once it is stopped.
 */
export type Progress = Readonly<z.infer<typeof schema>>;

/** Key of {@link Progress} in the record of the stack. */
export const progressKey = "restore";

/** The restore under way; undefined when there is none. A record that cannot be read is none: the plan begins anew. */
export function progressOf(record: CareData): Progress | undefined {
  const text = record[progressKey];
  if (text === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The text of the record. */
export function progressText(progress: Progress): string {
  return JSON.stringify(progress);
}
