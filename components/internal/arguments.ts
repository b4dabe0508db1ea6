import * as pulumi from "@pulumi/pulumi";

import { problemText, type Parsed } from "./parsed";

/** `<path>: expected <what>, got <value>`, or nothing when the argument is fine. */
export type Finding = string | undefined;

/**
 * Refuses a component's arguments with everything that is wrong with them at once.
 *
 * Called before `super`, so that a bad argument registers nothing.
 *
 * @throws a `RunError`, which ends the program with the message alone, when there is a finding
 */
export function refuse(className: string, name: string, findings: readonly Finding[]): void {
  const found = findings.filter((finding) => finding !== undefined).sort();
  if (found.length === 0) return;
  throw new pulumi.RunError([`invalid arguments for ${className} "${name}"`, ...found].join("\n"));
}

/** What a parser says about an argument. */
export function readable(
  path: string,
  parse: (text: string) => Parsed<unknown>,
  text: string,
): Finding {
  const parsed = parse(text);
  return parsed.ok ? undefined : `${path}: ${problemText(parsed.problem, text)}`;
}

/** What a condition says about an argument. The value is quoted: never pass a secret. */
export function expected(
  fulfilled: boolean,
  path: string,
  expectation: string,
  value: unknown,
  fix?: string,
): Finding {
  if (fulfilled) return undefined;
  const problem = fix === undefined ? { expected: expectation } : { expected: expectation, fix };
  return `${path}: ${problemText(problem, value)}`;
}

/** The value of an argument that {@link refuse} has let pass. */
export function parsed<T>(parse: (text: string) => Parsed<T>, text: string): T {
  const result = parse(text);
  if (!result.ok) throw new Error(`unchecked argument: ${problemText(result.problem, text)}`);
  return result.value;
}
