import { z } from "zod";

import { verdicts } from "../verdict";
import type { Report } from "./report";
import { rooms } from "./rooms";

/**
 * A report for machines. Fields are added to it and never change their meaning; one that did would raise `format`.
 */
export const reportSchema = z.object({
  format: z.literal(1),
  stack: z.string(),
  mode: z.enum(["connected", "hermetic"]),
  verdict: z.enum(verdicts),
  rows: z.array(
    z.object({
      room: z.enum(rooms),
      operation: z.enum(["create", "update", "replace", "delete", "read", "same", "import"]),
      kind: z.string(),
      name: z.string(),
      urn: z.string(),
      verdict: z.enum(verdicts),
      effects: z.array(z.string()),
    }),
  ),
  versions: z.array(
    z.object({
      what: z.string(),
      before: z.string().optional(),
      after: z.string().optional(),
      link: z.string().optional(),
    }),
  ),
  errors: z.array(z.string()),
  warnings: z.array(z.string()),
  unknowns: z.array(z.string()),
  diffs: z.array(z.object({ urn: z.string(), title: z.string(), lines: z.array(z.string()) })),
});

/** A report as JSON, in the shape of {@link reportSchema}. */
export function json(report: Report): string {
  const document: z.infer<typeof reportSchema> = { format: 1, ...mutable(report) };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The same report; lists of the schema may be changed by whoever reads them. */
function mutable(report: Report): Omit<z.infer<typeof reportSchema>, "format"> {
  return structuredClone(report) as Omit<z.infer<typeof reportSchema>, "format">;
}
