import { isDeepStrictEqual } from "node:util";

import type { Diff, PropertyDiffKind } from "../rpc/provider";
import {
  containsUnknown,
  isList,
  isProperties,
  reveal,
  type Properties,
  type Value,
} from "../rpc/values";

/** The inputs whose change makes a new resource; all others are updated in place. */
const replacing = new Set(["triggers"]);

/** Compares two sets of inputs leaf by leaf. An unknown value counts as a change. */
export function difference(oldInputs: Properties, news: Properties): Diff {
  const detailed: Record<string, PropertyDiffKind> = {};
  const replaces = new Set<string>();
  for (const name of namesOf(oldInputs, news)) {
    const suffix = replacing.has(name) ? "-replace" : "";
    for (const [path, kind] of leaves(name, oldInputs[name], news[name])) {
      detailed[path] = `${kind}${suffix}`;
      if (suffix !== "") replaces.add(name);
    }
  }
  const changed = Object.keys(detailed).length > 0;
  return { changed, replaces: [...replaces], deleteBeforeReplace: false, detailed };
}

type LeafChange = readonly [path: string, kind: "add" | "delete" | "update"];

function leaves(path: string, before: Value | undefined, after: Value | undefined): LeafChange[] {
  const old = before === undefined ? null : reveal(before);
  const now = after === undefined ? null : reveal(after);
  if (isDeepStrictEqual(old, now) && !containsUnknown(now)) return [];
  if (old === null) return [[path, "add"]];
  if (now === null) return [[path, "delete"]];
  if (isProperties(old) && isProperties(now)) {
    return namesOf(old, now).flatMap((name) => leaves(member(path, name), old[name], now[name]));
  }
  if (isList(old) && isList(now)) {
    const length = Math.max(old.length, now.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      leaves(`${path}[${index}]`, old[index], now[index]),
    );
  }
  return [[path, "update"]];
}

function namesOf(first: Properties, second: Properties): string[] {
  return [...new Set([...Object.keys(first), ...Object.keys(second)])];
}

function member(path: string, name: string): string {
  return /^[\w$-]+$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}
