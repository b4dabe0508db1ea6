import { isRecord, pathText, type Segments } from "./path";

/** One value that differs. */
export interface Difference {
  readonly path: string;
  /** Absent when there was none. */
  readonly before?: unknown;
  /** Absent when there is none any more. */
  readonly after?: unknown;
}

/**
 * What differs between two values, by path, in the order of the keys. Lists whose members have names, such as
 * containers and variables, are compared by name: one that is put in front moves nothing.
 */
export function differences(before: unknown, after: unknown, at: Segments = []): Difference[] {
  if (isRecord(before) && isRecord(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .sort()
      .flatMap((key) => differences(before[key], after[key], [...at, key]));
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(before, after, at);
  if (Object.is(before, after)) return [];
  return [
    {
      path: pathText(at),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

function ofLists(
  before: readonly unknown[],
  after: readonly unknown[],
  at: Segments,
): Difference[] {
  const [namesBefore, namesAfter] = [namesOf(before), namesOf(after)];
  if (namesBefore === undefined || namesAfter === undefined)
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) =>
      differences(before[index], after[index], [...at, index]),
    ).flat();
  const names = [...new Set([...namesAfter, ...namesBefore])];
  return names.flatMap((name) => {
    const [was, is] = [namesBefore.indexOf(name), namesAfter.indexOf(name)];
    return differences(before[was], after[is], [...at, is >= 0 ? is : was]);
  });
}

/** Names of a list's members, when every member has one of its own. */
function namesOf(list: readonly unknown[]): string[] | undefined {
  const names = list.map((member) => (isRecord(member) ? member["name"] : undefined));
  if (!names.every((name) => typeof name === "string")) return undefined;
  return new Set(names).size === names.length ? names : undefined;
}
