import type { Operation } from "../step";
import type { Report } from "./report";

const words: Readonly<Record<Operation, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "removed",
  import: "adopted",
  same: "unprotected",
  read: "read",
};

/** `1 created, 2 updated`, or what to say of no change at all. */
export function countsOf({ rows, errors }: Pick<Report, "rows" | "errors">): string {
  const counts = Object.entries(words).flatMap(([operation, word]) => {
    const count = rows.filter((row) => row.operation === operation).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  if (counts.length > 0) return counts.join(", ");
  return errors.length > 0 ? "nothing would run" : "nothing changes";
}

/** What a hermetic comparison is called in the first line. */
export function modeText({ mode }: Pick<Report, "mode">): string {
  return mode === "hermetic" ? ", compared without cluster and secrets" : "";
}
