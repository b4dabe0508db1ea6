import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { secretPlaceholders } from "./placeholders/secrets";

const project = "jenkins-stack";
const stackFile = z.looseObject({ config: z.record(z.string(), z.unknown()).nullish() });
const encrypted = z.strictObject({ secure: z.string() });
const credentials = z.record(z.string(), z.unknown());

/** The configuration of a stack as the engine would hand it to the program, with placeholders for its secrets. */
export interface StackConfiguration {
  /** Texts by full key, e.g. `jenkins-stack:nas`; an object as JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** Full keys that are encrypted. */
  readonly secretKeys: readonly string[];
  /** Sections by name, as the file has them. */
  readonly sections: Readonly<Record<string, unknown>>;
  /** Secrets that the settings demand and the file does not hold. */
  readonly missing: readonly string[];
  /** Fingerprints that settings name, by those of the placeholder keys. */
  readonly fingerprints: Readonly<Record<string, string>>;
}

/**
 * Reads `Pulumi.<stack>.yaml` of a tree. Encrypted values are never decrypted: nothing here has their key.
 *
 * @returns nothing when the tree has no such file
 * @throws when the file is no YAML with configuration
 */
export function stackConfiguration(tree: string, stack: string): StackConfiguration | undefined {
  const name = `Pulumi.${stack}.yaml`;
  const file = join(tree, name);
  if (!existsSync(file)) return undefined;
  const content = stackFile.safeParse(yamlOf(readFileSync(file, "utf8"))).data;
  if (content === undefined)
    throw new Error(`${name}: expected YAML with settings of the stack under config`);

  const all = Object.entries(content.config ?? {}).map(([key, value]) => ({
    key: key.includes(":") ? key : `${project}:${key}`,
    value,
    secret: holdsSecret(value),
  }));
  const sections = Object.fromEntries(
    all
      .filter(({ key, secret }) => key.startsWith(`${project}:`) && !secret)
      .map(({ key, value }) => [key.slice(project.length + 1), value]),
  );
  const stored = all
    .filter(({ key, value }) => key.startsWith(`${project}:`) && encrypted.safeParse(value).success)
    .map(({ key }) => key.slice(project.length + 1));
  const { secrets, fingerprints } = secretPlaceholders(sections, stored);
  const texts = all
    .filter(({ value }) => !encrypted.safeParse(value).success)
    .map(({ key, value }) => [key, textOf(withKeys(key, value, fingerprints))] as const);
  const placeholders = Object.entries(secrets).map(
    ([key, text]) => [`${project}:${key}`, text] as const,
  );
  // What a file holds in clear is the program's to refuse: a placeholder must not hide it.
  const config = { ...Object.fromEntries(placeholders), ...Object.fromEntries(texts) };
  return {
    config,
    secretKeys: [
      ...placeholders.map(([key]) => key).filter((key) => !all.some(inClear(key))),
      ...all.filter(({ secret }) => secret).map(({ key }) => key),
    ],
    sections,
    missing: Object.keys(secrets)
      .filter((key) => !stored.includes(key))
      .sort(),
    fingerprints,
  };
}

function inClear(wanted: string): (entry: { key: string; secret: boolean }) => boolean {
  return ({ key, secret }) => key === wanted && !secret;
}

/** No key can be made for a fingerprint: credentials name that of the placeholder while the program runs. */
function withKeys(
  key: string,
  value: unknown,
  fingerprints: Readonly<Record<string, string>>,
): unknown {
  if (key !== `${project}:credentials`) return value;
  const { data } = credentials.safeParse(value);
  if (data === undefined) return value;
  const entries = Object.entries(fingerprints);
  const standIn = (named: unknown) => entries.find(([, real]) => real === named)?.[0] ?? named;
  return Object.fromEntries(
    Object.entries(data).map(([id, it]) => [
      id,
      typeof it === "object" && it !== null && "fingerprint" in it
        ? { ...it, fingerprint: standIn(it.fingerprint) }
        : it,
    ]),
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "secure" in value || Object.values(value).some(holdsSecret);
}

function yamlOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
