import { z } from "zod";

import { linesOf, problemsOf } from "../stacks/problems";
import { entryOf, fieldsOf, schemaAt, unwrapped } from "../stacks/schema-tree";
import { sections } from "../stacks/settings";

/** Settings on their way to a file: sections by name, as far as they are known. */
export type Draft = Readonly<Record<string, unknown>>;

/** A path in the settings, such as `["nas", "url"]`. */
export type Path = readonly string[];

/** What a draft says at a path; undefined when it says nothing. */
export function valueAt(draft: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (isGroup(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    draft,
  );
}

/**
 * The draft with a value at a path; undefined takes what is there away, and groups that are empty then. An entry under a
 * name of one's own stays: that there is a node says something, even if nothing is said about it.
 */
export function withValue(draft: Draft, path: Path, value: unknown): Draft {
  if (value === undefined && valueAt(draft, path) === undefined) return draft;
  return placed(draft, [], path, value);
}

function placed(group: Draft, around: Path, [key, ...rest]: Path, value: unknown): Draft {
  if (key === undefined) return group;
  const inner = group[key];
  const here = [...around, key];
  const next = rest.length === 0 ? value : placed(isGroup(inner) ? inner : {}, here, rest, value);
  const emptied = value === undefined && isGroup(next) && Object.keys(next).length === 0;
  const gone = next === undefined || (emptied && !isNamed(around));
  // In its place, so that a corrected answer does not move down the file.
  const entries = Object.entries(key in group ? group : { ...group, [key]: next });
  return Object.fromEntries(
    entries.flatMap(([name, old]) => {
      if (name !== key) return [[name, old]];
      return gone ? [] : [[name, next]];
    }),
  );
}

/** Whether the keys of a group are names of one's own. */
function isNamed(path: Path): boolean {
  const schema = schemaAt(sections, path);
  return schema !== undefined && entryOf(schema) !== undefined;
}

/**
 * What is wrong with one value, in the words of the settings' own loader; empty when nothing is.
 *
 * @throws for a path that the settings do not have
 */
export function problemsAt(path: Path, value: unknown): readonly string[] {
  const issues = schemaOf(path).safeParse(value).error?.issues ?? [];
  const raw = withValue({}, path, value);
  return linesOf(
    problemsOf(
      sections,
      issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })),
      raw,
    ),
  );
}

/** What an answer that was typed stands for at a path: a number, a switch or the text itself. */
export function typedValue(path: Path, answer: string): unknown {
  const schema = unwrapped(schemaOf(path));
  if (schema instanceof z.ZodNumber && /^-?\d+$/.test(answer)) return Number(answer);
  if (schema instanceof z.ZodBoolean && /^(yes|true|no|false)$/.test(answer))
    return answer === "yes" || answer === "true";
  return answer;
}

/** What a setting means, as the reference has it. */
export function meaningOf(path: Path): string {
  return metaOf(schemaOf(path)).description ?? "";
}

/** The first example of a setting; undefined where it has none. */
export function exampleOf(path: Path): unknown {
  const examples: unknown = metaOf(schemaOf(path))["examples"];
  return Array.isArray(examples) ? examples[0] : undefined;
}

/** Settings without those that say what is the default anyway. */
export function withoutDefaults(draft: Draft): Draft {
  return (trimmed(sections, draft) ?? {}) as Draft;
}

/** Names of the sections, in the order of the reference. */
export const sectionNames = fieldsOf(sections).map(([name]) => name);

/** The schema of a setting. */
export function schemaOf(path: Path): z.ZodType {
  const schema = schemaAt(sections, path);
  if (!(schema instanceof z.ZodType)) throw new Error(`no such setting: ${path.join(".")}`);
  return schema;
}

function trimmed(schema: z.core.$ZodType | undefined, value: unknown): unknown {
  if (
    schema instanceof z.ZodDefault &&
    JSON.stringify(schema.def.defaultValue) === JSON.stringify(value)
  )
    return undefined;
  if (schema === undefined || !isGroup(value)) return value;
  const inner = Object.entries(value).flatMap(([key, entry]) => {
    const left = trimmed(schemaAt(schema, [key]), entry);
    return left === undefined ? [] : [[key, left] as const];
  });
  // A prefault fills in an absent group, and an entry of a record is wanted although it says nothing.
  return inner.length === 0 && schema instanceof z.ZodPrefault
    ? undefined
    : Object.fromEntries(inner);
}

function metaOf(schema: z.ZodType): z.core.GlobalMeta {
  return schema.meta() ?? {};
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
