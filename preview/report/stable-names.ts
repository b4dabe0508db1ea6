import { isRecord, segmentsOf, valueAt } from "../path";
import type { ResourceState, Step } from "../step";

/**
 * The same steps, with the names that the engine makes up for new objects written as `jenkins-plugins-…`: they differ
 * from one preview to the next, and a report of the same change must not.
 */
export function withStableNames(steps: readonly Step[]): Step[] {
  const names = new Map(
    steps.flatMap(({ before, after }) => {
      const name = madeUp(after);
      return name === undefined || name === madeUp(before)
        ? []
        : [[name, name.replace(/-[0-9a-f]{8}$/, "-…")] as const];
    }),
  );
  if (names.size === 0) return [...steps];
  const stable = (value: unknown): unknown => {
    if (typeof value === "string") return names.get(value) ?? value;
    if (Array.isArray(value)) return value.map(stable);
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, stable(inner)]));
  };
  return steps.map((step) => ({
    ...step,
    ...(step.after === undefined
      ? {}
      : { after: { ...step.after, inputs: stable(step.after.inputs) as ResourceState["inputs"] } }),
    changes: step.changes.map((change) =>
      change.after === undefined ? change : { ...change, after: stable(change.after) },
    ),
  }));
}

function madeUp(state: ResourceState | undefined): string | undefined {
  const metadata = valueAt(state?.inputs, segmentsOf("metadata"));
  if (!isRecord(metadata) || typeof metadata["name"] !== "string") return undefined;
  const annotations = metadata["annotations"];
  return isRecord(annotations) && annotations["pulumi.com/autonamed"] === "true"
    ? metadata["name"]
    : undefined;
}
