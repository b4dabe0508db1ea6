import type { z } from "zod";

import { nearest } from "../components/internal/nearest";
import { problemText, type Problem } from "../components/internal/parsed";
import type { Finding } from "./fields";
import { pathText } from "./path-text";
import { fieldsOf, schemaAt } from "./schema-tree";
import { secretFor, secretKeys } from "./secret-keys";

/** What is wrong with one setting. */
export interface SettingsProblem {
  /** As it is written in the settings. */
  readonly path: string;
  readonly text: string;
}

/** All problems as lines, each once, sorted by path. */
export function linesOf(problems: readonly SettingsProblem[]): string[] {
  const sorted = problems.toSorted(
    (one, other) => compare(one.path, other.path) || compare(one.text, other.text),
  );
  return [...new Set(sorted.map(({ path, text }) => `${path}: ${text}`))];
}

/** A problem of the setting at `path`. */
export function problemAt(
  path: readonly string[],
  problem: Problem,
  value?: unknown,
): SettingsProblem {
  return { path: pathText(path), text: problemText(problem, value) };
}

/**
 * zod's issues in the words of the house.
 *
 * What was found is looked up in the raw settings: what zod calls the input of an unknown key is the whole
 * group around it.
 */
export function problemsOf(
  schema: z.core.$ZodType,
  issues: readonly z.core.$ZodIssue[],
  raw: unknown,
): SettingsProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => unknownKey(schema, path, key));
    const found = valueAt(raw, path);
    const finding = issue.code === "custom" ? findingOf(issue) : undefined;
    if (finding !== undefined) return problemAt(path, finding.problem, finding.value ?? found);
    return problemAt(path, wrongType(issue, found), found);
  });
}

function unknownKey(
  schema: z.core.$ZodType,
  path: readonly string[],
  key: string,
): SettingsProblem {
  const here = schemaAt(schema, path);
  const siblings = fieldsOf(here ?? schema).map(([name]) => name);
  const known = path.length === 0 ? [...siblings, ...secretKeys] : siblings;
  const report = (text: string) => ({ path: pathText([...path, key]), text });
  const near = nearest(key, known);
  if (near !== undefined)
    return report(`unknown setting; did you mean ${pathText([...path, near])}?`);
  if (path.length > 0 && /passw|passphrase|secret|token|credential|private/i.test(key))
    return report(
      `expected no secret inside a settings object; store it with: pulumi config set --secret ${secretFor(path[0])}`,
    );
  return report(`unknown setting; known here: ${known.join(", ")}`);
}

function wrongType(issue: z.core.$ZodIssue, found: unknown): Problem {
  const quoted =
    issue.code === "invalid_type" && issue.expected === "string" && isScalar(found)
      ? { fix: `put quotes around it: "${String(found)}"` }
      : {};
  return { expected: issue.message, ...quoted };
}

/** By code unit: the same order on every machine, whatever its language. */
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function isScalar(value: unknown): value is number | boolean {
  return typeof value === "number" || typeof value === "boolean";
}

function findingOf(issue: z.core.$ZodIssueCustom): Finding | undefined {
  return (issue.params as { finding?: Finding } | undefined)?.finding;
}

function valueAt(raw: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    raw,
  );
}
