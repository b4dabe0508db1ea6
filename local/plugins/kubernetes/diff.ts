import type { Diff, PropertyDiffKind } from "../rpc/provider";
import { isList, isProperties, type Value } from "../rpc/values";
import { isAutonamed } from "./annotations";
import { equal, nameOf, namespaceOf, valueAt, type KubernetesObject } from "./objects";

/** One changed property and its path as names and list positions. */
interface Change {
  readonly path: readonly (string | number)[];
  readonly kind: "add" | "delete" | "update";
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/**
 * What changed between two sets of inputs, property by property, and whether the object must be replaced.
 * An object with a name of the user's is deleted first, because two objects cannot share it.
 *
 * @param ignored property paths of `ignoreChanges`; changes at or below them do not count
 */
export function objectDiff(
  olds: KubernetesObject,
  news: KubernetesObject,
  replacing: readonly string[],
  ignored: readonly string[],
): Diff {
  const patterns = replacing.map(parsePath);
  const ignoredPaths = ignored.map(parsePath);
  const detailed: Record<string, PropertyDiffKind> = {};
  const replaces: string[] = [];
  for (const change of changes([], olds, news)) {
    if (ignoredPaths.some((path) => startsWith(change.path, path))) continue;
    const path = formatPath(change.path);
    const replace = patterns.some((pattern) => touches(change, pattern));
    detailed[path] = replace ? `${change.kind}-replace` : change.kind;
    if (replace) replaces.push(path);
  }
  return {
    changed: Object.keys(detailed).length > 0,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && keepsName(olds, news),
    detailed,
  };
}

function keepsName(olds: KubernetesObject, news: KubernetesObject): boolean {
  const name = nameOf(news);
  return (
    name !== undefined &&
    !isAutonamed(news) &&
    name === nameOf(olds) &&
    (namespaceOf(news) ?? "default") === (namespaceOf(olds) ?? "default")
  );
}

function* changes(
  path: readonly (string | number)[],
  before: Value | undefined,
  after: Value | undefined,
): Generator<Change> {
  if (equal(before, after)) return;
  if (isProperties(before) && isProperties(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      yield* changes([...path, name], before[name], after[name]);
    }
  } else if (isList(before) && isList(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index++) {
      yield* changes([...path, index], before[index], after[index]);
    }
  } else {
    const kind = before === undefined ? "add" : after === undefined ? "delete" : "update";
    yield { path, kind, before, after };
  }
}

/** Whether a change happens at, below or, when a whole parent comes or goes, above a pattern. */
function touches(change: Change, pattern: readonly (string | number)[]): boolean {
  if (startsWith(change.path, pattern)) return true;
  if (!startsWith(pattern, change.path)) return false;
  const rest = names(pattern.slice(change.path.length));
  return (
    valueAt(change.before, ...rest) !== undefined || valueAt(change.after, ...rest) !== undefined
  );
}

function names(path: readonly (string | number)[]): readonly string[] {
  return path.filter((part): part is string => typeof part === "string");
}

function startsWith(
  path: readonly (string | number)[],
  prefix: readonly (string | number)[],
): boolean {
  return (
    prefix.length <= path.length &&
    prefix.every((part, index) => part === path[index] || part === "*" || path[index] === "*")
  );
}

/** Parses `spec.containers[0].image`, `data["a.b"]` and `containers[*]`. */
export function parsePath(text: string): readonly (string | number)[] {
  const parts: (string | number)[] = [];
  for (const match of text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\[(\*)\]|([^.[\]]+)/g)) {
    const [, quoted, position, star, name] = match;
    if (quoted !== undefined) parts.push(quoted.replaceAll('\\"', '"'));
    else if (position !== undefined) parts.push(Number(position));
    else parts.push(star ?? name ?? "");
  }
  return parts;
}

function formatPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    if (/[."[\]]/.test(part)) return `${text}["${part.replaceAll('"', '\\"')}"]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}
