import { problemText, type Problem } from "../../internal/parsed";
import type { Finding } from "../../internal/arguments";
import { knownKeys, type KnownKey } from "./known-keys";
import { SecretReference } from "./yaml";

/** Documents by file. */
export type Documents = Readonly<Record<string, object>>;

/** What {@link guard} compares the documents with. */
export interface GuardArgs {
  readonly documents: Documents;
  /** Version of Jenkins; unknown for an image that is named by its digest alone, which counts as the newest. */
  readonly version: string | undefined;
  /** Plugins that will be installed; unknown for an image that brings its own. */
  readonly plugins: readonly string[] | undefined;
}

/**
 * What would keep this Jenkins from starting with these documents: keys it does not know, does not know any more, or
 * knows only with a plugin that is not there; and keys that two files speak of.
 *
 * Found at preview, because Jenkins itself finds it when the old controller is gone.
 */
export function guard(args: GuardArgs): Finding[] {
  const documents = Object.values(args.documents);
  return [
    ...documents.flatMap((document) =>
      walk(document, { keys: knownKeys }, ["configuration"], args),
    ),
    ...conflicts(args.documents),
  ];
}

function walk(
  value: unknown,
  { keys }: KnownKey,
  path: readonly string[],
  args: GuardArgs,
): Finding[] {
  if (keys === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => walk(item, { keys }, path, args));
  // A choice without anything to say about it is written as its name alone.
  if (typeof value === "string") return walk({ [value]: undefined }, { keys }, path, args);
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    const here = [...path, name];
    const key = lookUp(keys, name);
    if (key === undefined)
      return [
        finding(here, {
          expected: "a key of this Jenkins",
          found: JSON.stringify(name),
          fix: "Jenkins does not start with one it does not know",
        }),
      ];
    return [...judge(key, here, args), ...walk(child, key, here, args)];
  });
}

function* judge(
  { plugin, removedIn, instead }: KnownKey,
  path: readonly string[],
  { version, plugins }: GuardArgs,
): Generator<Finding> {
  if (removedIn !== undefined && (version === undefined || !isBefore(version, removedIn)))
    yield finding(path, {
      expected: `a key of Jenkins ${version ?? "of today"}`,
      found: `one that was removed in ${removedIn}`,
      ...(instead === undefined ? {} : { fix: instead }),
    });
  if (plugin !== undefined && plugins !== undefined && !plugins.includes(plugin))
    yield finding(path, {
      expected: `the plugin ${plugin} among the plugins`,
      found: "a list without it",
      fix: `add ${plugin} to plugins.extra`,
    });
}

/** Keys with a value in two files: Jenkins refuses both. Mappings are merged by it, and so may be divided. */
function conflicts(documents: Documents): Finding[] {
  const owners = new Map<string, string>();
  return Object.entries(documents).flatMap(([file, document]) =>
    leaves(document, []).flatMap((path) => {
      const key = path.join(".");
      const owner = owners.get(key);
      owners.set(key, owner ?? file);
      return owner === undefined || owner === file
        ? []
        : [
            finding(["configuration", ...path], {
              expected: "a key of one file",
              found: `one of ${owner} and ${file}`,
            }),
          ];
    }),
  );
}

function leaves(value: unknown, path: readonly string[]): (readonly string[])[] {
  return isMapping(value)
    ? Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]))
    : [path];
}

/** Jenkins compares keys without regard to case. */
function lookUp(keys: Readonly<Record<string, KnownKey>>, name: string): KnownKey | undefined {
  const lower = name.toLowerCase();
  return Object.entries(keys).find(([key]) => key.toLowerCase() === lower)?.[1];
}

function isBefore(version: string, other: string): boolean {
  const [own, limit] = [version, other].map((text) => text.split(".").map(Number));
  for (const [index, part] of (limit ?? []).entries()) {
    const difference = (own?.[index] ?? 0) - part;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function finding(path: readonly string[], problem: Problem): Finding {
  return `${path.join(".")}: ${problemText(problem)}`;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof SecretReference)
  );
}
