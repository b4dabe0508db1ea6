import type { z } from "zod";

import { canonical } from "./canonical";
import { certificateProblems, kubeconfigProblems, upgradeFileProblems } from "./files";
import { initGroovyProblems } from "./init-groovy";
import { linesOf, problemAt, problemsOf, type SettingsProblem } from "./problems";
import { fieldsOf } from "./schema-tree";
import { secretKeys } from "./secret-keys";
import { secretProblems } from "./secrets";
import { sections, settingsSchema, type Sections } from "./settings";
import type { StoredConfig } from "./stored-config";

/** Outcome of reading a stack's configuration: the sections, or every problem in a line, sorted by path. */
export type Reading =
  | { readonly sections: Sections; readonly problems: readonly [] }
  | { readonly sections: undefined; readonly problems: readonly string[] };

/**
 * Reads and checks a stack's whole configuration.
 *
 * @param root folder that paths in the settings are relative to
 */
export function readSections(config: StoredConfig, root: string): Reading {
  return read(config, (raw, encrypted) => aroundSections(config, raw, encrypted, root));
}

/** Reads and checks the sections alone: neither secrets nor the files of a deploying machine need to be there. */
export function readPlainSections(config: StoredConfig): Reading {
  return read(config, () => []);
}

function read(
  config: StoredConfig,
  around: (
    raw: Readonly<Record<string, unknown>>,
    encrypted: readonly string[],
  ) => readonly SettingsProblem[],
): Reading {
  const encrypted = fieldsOf(sections)
    .map(([name]) => name)
    .filter((name) => config.encrypted.has(name));
  const raw = rawSections(config, encrypted);
  const parsed = settingsSchema.safeParse(raw);
  const issues = (parsed.error?.issues ?? []).filter(
    ({ path }) => !encrypted.includes(String(path[0])),
  );
  const problems = [
    ...encrypted.map(encryptedSection),
    ...problemsOf(settingsSchema, issues, raw),
    ...around(raw, encrypted),
  ];
  return parsed.success && problems.length === 0
    ? { sections: canonical(parsed.data), problems: [] }
    : { sections: undefined, problems: linesOf(problems) };
}

/** Problems of the secrets and files that sections speak of, as far as these sections can be read. */
function aroundSections(
  config: StoredConfig,
  raw: Readonly<Record<string, unknown>>,
  encrypted: readonly string[],
  root: string,
): SettingsProblem[] {
  const { cluster, nas } = sections.shape;
  // An encrypted section was left out: its defaults say nothing about it.
  const readable = <T>(name: string, schema: z.ZodType<T>) =>
    encrypted.includes(name) ? undefined : schema.safeParse(raw[name]).data;
  const readableCluster = cluster.safeParse(raw["cluster"]).data;
  const readableNas = nas.safeParse(raw["nas"]).data;
  const configuration = readable("configuration", sections.shape.configuration);
  const upgrades = readable("upgrades", sections.shape.upgrades);
  return [
    ...secretProblems(config, {
      jobs: readable("jobs", sections.shape.jobs),
      credentials: readable("credentials", sections.shape.credentials),
      upgrades,
    }),
    ...(readableCluster === undefined ? [] : kubeconfigProblems(root, readableCluster)),
    ...(readableNas === undefined ? [] : certificateProblems(root, readableNas)),
    ...(upgrades === undefined ? [] : upgradeFileProblems(root, upgrades)),
    ...(configuration === undefined ? [] : initGroovyProblems(root, configuration)),
  ];
}

/** The sections as they are stored; an encrypted one is left out so that no message can repeat it. */
function rawSections(
  { values }: StoredConfig,
  encrypted: readonly string[],
): Readonly<Record<string, unknown>> {
  const hidden: readonly string[] = [...secretKeys, ...encrypted];
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => !hidden.includes(key))
      .map(([key, text]) => [key, jsonOf(text)]),
  );
}

function encryptedSection(name: string): SettingsProblem {
  return problemAt([name], {
    expected: "settings without a secret in them",
    found: "an encrypted value",
    fix: `secrets are settings of their own: ${secretKeys.join(", ")}`,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
