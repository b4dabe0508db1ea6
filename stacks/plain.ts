import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { problemAt, linesOf } from "./problems";
import { readPlainSections, type Reading } from "./read";
import type { StoredConfig } from "./stored-config";

const project = "jenkins-stack";
const stackFile = z.looseObject({ config: z.record(z.string(), z.unknown()) });

/**
 * Reads and checks the sections of a stack from its file, without the engine, a cluster or a secret.
 *
 * @param root folder of `Pulumi.<stack>.yaml`
 * @param stack name of the stack, alone or as Pulumi prints it, `<organization>/<project>/<stack>`
 */
export function readStackFile(root: string, stack: string): Reading {
  const name = stack.split("/").at(-1) ?? "";
  const stacks = stacksIn(root);
  if (!stacks.includes(name)) {
    const expected = `a stack with a file Pulumi.<stack>.yaml (${stacks.join(", ")})`;
    return { sections: undefined, problems: linesOf([problemAt(["stack"], { expected }, stack)]) };
  }
  const file = `Pulumi.${name}.yaml`;
  const content = stackFile.safeParse(yamlOf(readFileSync(join(root, file), "utf8"))).data;
  if (content === undefined) {
    const expected = "YAML with settings of the stack under config";
    const found = "something else";
    return { sections: undefined, problems: [`${file}: expected ${expected}, got ${found}`] };
  }
  return readPlainSections(storedIn(name, content.config));
}

/** The file's configuration as the engine would hand it out, except that secrets stay encrypted. */
function storedIn(stack: string, config: Readonly<Record<string, unknown>>): StoredConfig {
  const own = Object.entries(config)
    .filter(([key]) => key.startsWith(`${project}:`))
    .map(([key, value]) => [key.slice(project.length + 1), value] as const);
  return {
    stack,
    values: Object.fromEntries(
      own.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    ),
    encrypted: new Set(own.filter(([, value]) => holdsSecret(value)).map(([key]) => key)),
  };
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "secure" in value || Object.values(value).some(holdsSecret);
}

function stacksIn(root: string): string[] {
  return readdirSync(root)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

function yamlOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
