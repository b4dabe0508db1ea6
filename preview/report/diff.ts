import { quotable, secret } from "../hidden";
import { segmentsOf, valueAt } from "../path";
import type { Change, ResourceState, Step } from "../step";
import { lineDiff } from "./line-diff";

/** Longest value on one line; what is longer says how long it is. */
const longestValue = 300;

/** What changes of a resource, value by value; nothing for what is made or removed as a whole. */
export function stepDiff({ changes, before, after }: Step): string[] {
  return changes.flatMap((change) =>
    changeLines({
      ...change,
      ...(change.before === undefined
        ? {}
        : { before: quotable(change.before, nameOf(change.path, before)) }),
      ...(change.after === undefined
        ? {}
        : { after: quotable(change.after, nameOf(change.path, after)) }),
    }),
  );
}

/** What a value is called: its key, or the name of the variable that has it. */
function nameOf(path: string, state: ResourceState | undefined): string {
  const segments = segmentsOf(path);
  const key = segments.at(-1);
  const variable = valueAt(state?.inputs, [...segments.slice(0, -1), "name"]);
  return key === "value" && typeof variable === "string" ? variable : String(key ?? "");
}

function changeLines({ path, before, after, forcesReplacement }: Change): string[] {
  const note = forcesReplacement ? " (forces a replacement)" : "";
  if (before === undefined && after === undefined) return [`~ ${path}: ${secret}${note}`];
  if (isText(before) && isText(after))
    return [
      `~ ${path}:${note}`,
      ...lineDiff(before, after).map((line) => `${line[0] ?? " "}   ${line.slice(2)}`),
    ];
  return [
    ...(before === undefined ? [] : [`- ${path}: ${shortened(before)}${note}`]),
    ...(after === undefined ? [] : [`+ ${path}: ${shortened(after)}`]),
  ];
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.includes("\n");
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= longestValue
    ? text
    : `${text.slice(0, longestValue)}… (${text.length} characters)`;
}
