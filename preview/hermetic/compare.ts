import { differences } from "../changes";
import { secret, shown } from "../hidden";
import { pathText, segmentsOf, valueAt } from "../path";
import { stepBetween, type ResourceState, type Step } from "../step";
import type { RenderedResource } from "./rendering";

/**
 * What would become of every resource, from what two versions of a program ask for. In the order of their names.
 *
 * @param base what the cluster is taken to have
 * @param head what is asked for now
 */
export function compare(
  base: readonly RenderedResource[],
  head: readonly RenderedResource[],
): Step[] {
  const before = new Map(base.map((resource) => [resource.urn, resource]));
  const steps = head.map((resource) => {
    const names = [resource.urn, ...resource.aliases];
    const was = names.map((name) => before.get(name)).find((found) => found !== undefined);
    if (was !== undefined) before.delete(was.urn);
    return step(was, resource);
  });
  // What was only looked up and no longer is has nothing to lose.
  const gone = [...before.values()].filter(({ read }) => !read).map((was) => step(was, undefined));
  return [...steps, ...gone].sort(({ urn: one }, { urn: other }) => (one < other ? -1 : 1));
}

function step(was: RenderedResource | undefined, is: RenderedResource | undefined): Step {
  if (is?.read === true) return { ...stepBetween(stateOf(is), stateOf(is)), operation: "read" };
  const kept = is === undefined || was === undefined ? is : withIgnored(was, is);
  const [before, after] = [stateOf(was), stateOf(kept)];
  return stepBetween(before, after, masked(was, kept, before, after));
}

function stateOf(resource: RenderedResource | undefined): ResourceState | undefined {
  if (resource === undefined) return undefined;
  const { urn, type, inputs, protect, retainOnDelete } = resource;
  return { urn, type, inputs: shown(type, inputs), protect, retainOnDelete };
}

/** Paths of values that differ behind a mask. */
function masked(
  was: RenderedResource | undefined,
  is: RenderedResource | undefined,
  before: ResourceState | undefined,
  after: ResourceState | undefined,
): string[] {
  if (was === undefined || is === undefined) return [];
  const paths = differences(was.inputs, is.inputs).flatMap(({ path }) => {
    const segments = segmentsOf(path);
    const hidden = segments
      .map((_, index) => segments.slice(0, index + 1))
      .find((start) => [before, after].some((state) => valueAt(state?.inputs, start) === secret));
    return hidden === undefined ? [] : [pathText(hidden)];
  });
  return [...new Set(paths)];
}

/** What a program ignores stays as it was. */
function withIgnored(was: RenderedResource, is: RenderedResource): RenderedResource {
  const inputs = is.ignoreChanges.reduce<unknown>(
    (value, path) => replaced(value, segmentsOf(path), valueAt(was.inputs, segmentsOf(path))),
    is.inputs,
  );
  return { ...is, inputs: inputs as RenderedResource["inputs"] };
}

function replaced(
  value: unknown,
  [first, ...rest]: readonly (string | number)[],
  old: unknown,
): unknown {
  if (first === undefined) return old;
  if (Array.isArray(value))
    return value.map((item: unknown, index) =>
      index === first ? replaced(item, rest, old) : item,
    );
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries({
    ...value,
    [first]: replaced((value as Record<string, unknown>)[first], rest, old),
  });
  return Object.fromEntries(entries.filter(([, kept]) => kept !== undefined));
}
