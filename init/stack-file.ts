import { stringify } from "yaml";

import {
  exampleOf,
  meaningOf,
  sectionNames,
  valueAt,
  withoutDefaults,
  type Draft,
  type Path,
} from "./draft";
import { importantSettings } from "./important-settings";
import { keptText, type Kept } from "./kept";

const widest = 100;
const project = "jenkins-stack";

/**
 * The text of `Pulumi.<stack>.yaml`: what the draft says beside defaults, what important settings it leaves out, and what
 * is kept of the file before. Every key comes with what it means.
 */
export function stackFile(stack: string, draft: Draft, kept: Kept): string {
  const settings = withoutDefaults(draft);
  const lines = [
    "# yaml-language-server: $schema=docs/configuration.schema.json",
    ...comment(
      `Settings of the stack ${stack}, begun by npm run init. Every setting is described in docs/configuration.md. ` +
        `Secrets are stored here too, encrypted with the stack's own key, by: pulumi config set --stack ${stack} --secret <key>`,
      "",
    ),
    "config:",
    ...sectionNames.flatMap((name) => section(name, settings)),
  ];
  return `${lines.join("\n")}\n${keptText(kept)}`;
}

function section(name: string, settings: Draft): string[] {
  const value = settings[name];
  const options = importantSettings.filter(
    (path) => path[0] === name && valueAt(settings, path) === undefined,
  );
  if (value === undefined && options.length === 0) return [];
  const indent = "  ";
  const key = `${indent}${project}:${name}:`;
  const told = new Set<string>();
  const about = comment(meaningOf([name]), indent);
  if (value === undefined) return [...about, off(key, indent), ...offered(options, indent, indent)];
  return [
    ...about,
    ...(isEmpty(value) ? [`${key} {}`] : [key, ...entries([name], value, `${indent}  `, told)]),
    ...offered(options, indent, `${indent}  `),
  ];
}

/**
 * The entries of a group, each under what it means.
 *
 * @param told what was explained already: of nodes or LUNs, the first one is enough
 */
function entries(path: Path, value: unknown, indent: string, told: Set<string>): string[] {
  return Object.entries(value as Record<string, unknown>).flatMap(([name, inner]) => {
    const here = [...path, name];
    const meaning = meaningOf(here);
    const about = told.has(meaning) ? [] : comment(meaning, indent);
    told.add(meaning);
    if (isGroup(inner) && !isEmpty(inner))
      return [...about, `${indent}${keyText(name)}:`, ...entries(here, inner, `${indent}  `, told)];
    return [...about, ...valueLines(name, inner, indent)];
  });
}

/**
 * Settings that are left out, as they would be written: without the `#` at their beginning they are in their place.
 *
 * @param column of that `#`
 */
function offered(options: readonly Path[], indent: string, column: string): string[] {
  const groups = new Set<string>();
  return options.flatMap((path) => {
    const example = exampleOf(path);
    if (path.length === 1) return yaml(example, `${indent}  `).map((line) => off(line, column));
    const around = path.slice(1, -1).flatMap((group, depth) => {
      const key = path.slice(0, depth + 2).join(".");
      if (groups.has(key)) return [];
      groups.add(key);
      return [off(`${indent}${"  ".repeat(depth + 1)}${keyText(group)}:`, column)];
    });
    const inner = `${indent}${"  ".repeat(path.length - 1)}`;
    return [
      ...comment(meaningOf(path), column),
      ...around,
      ...valueLines(path.at(-1) ?? "", example, inner).map((line) => off(line, column)),
    ];
  });
}

function valueLines(name: string, value: unknown, indent: string): string[] {
  return yaml({ [name]: value }, indent);
}

function yaml(value: unknown, indent: string): string[] {
  // A folded line would read as two, and Pulumi's own writer does not fold either.
  return stringify(value, { lineWidth: 0 })
    .trimEnd()
    .split("\n")
    .map((line) => `${indent}${line}`);
}

function keyText(name: string): string {
  return stringify(name, { lineWidth: 0 }).trimEnd();
}

/** A setting that is switched off: unlike a remark, it has no space behind its `#`. */
function off(line: string, column: string): string {
  return `${column}#${line.slice(column.length)}`;
}

function comment(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = `${indent}#`;
  for (const word of text.split(" ")) {
    if (line.length + 1 + word.length > widest && line !== `${indent}#`) {
      lines.push(line);
      line = `${indent}#`;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function isGroup(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return isGroup(value) && Object.keys(value as object).length === 0;
}
