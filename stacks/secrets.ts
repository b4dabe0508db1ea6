import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

import { problemAt, type SettingsProblem } from "./problems";
import { secretKeys, type SecretKey } from "./secret-keys";
import type { Secrets } from "./settings";
import type { StoredConfig } from "./stored-config";

const passwords = z.record(z.string(), z.string());

/**
 * What is wrong with the secrets of a stack. No message holds a value.
 *
 * @param registries names in `jobs.registries`; absent when these could not be read
 */
export function secretProblems(
  config: StoredConfig,
  registries: readonly string[] | undefined,
): SettingsProblem[] {
  const nasPassword = config.values["nasPassword"];
  return [
    ...secretKeys
      .filter((key) => config.values[key] !== undefined && !config.encrypted.has(key))
      .map((key) => secretNeeded([key], "a secret", "plain text", key)),
    ...(nasPassword === undefined
      ? [secretNeeded(["nasPassword"], "a secret", "nothing", "nasPassword")]
      : passwordProblems(["nasPassword"], nasPassword)),
    ...registryProblems(config.values["registryPasswords"], registries),
  ];
}

/** The secrets of a stack that {@link secretProblems} has let pass: from here on they are Outputs. */
export function secretsOf({ values }: StoredConfig): Secrets {
  const byRegistry = Object.entries(passwordsOf(values["registryPasswords"]) ?? {});
  return {
    nasPassword: pulumi.secret(values["nasPassword"] ?? ""),
    registryPasswords: Object.fromEntries(
      byRegistry.map(([name, password]) => [name, pulumi.secret(password)]),
    ),
  };
}

function registryProblems(
  text: string | undefined,
  registries: readonly string[] | undefined,
): SettingsProblem[] {
  const key = "registryPasswords";
  const found = passwordsOf(text);
  if (found === undefined)
    return [
      secretNeeded(
        [key],
        "a JSON object of passwords by the names of jobs.registries",
        "another text",
        key,
      ),
    ];
  const missing = (registries ?? []).filter((name) => found[name] === undefined);
  const extra = Object.keys(found).filter((name) => registries?.includes(name) === false);
  return [
    ...missing.map((name) =>
      secretNeeded([key, name], `the password of registry ${name}`, "nothing", key),
    ),
    ...extra.map((name) =>
      problemAt([key, name], { expected: "the name of a registry in jobs.registries" }, name),
    ),
    ...Object.entries(found).flatMap(([name, password]) => passwordProblems([key, name], password)),
  ];
}

/** Nothing stored is no password at all; a text that is no object of texts is undefined. */
function passwordsOf(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined) return {};
  try {
    return passwords.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A line break from `echo` would end up in every request and be refused as a wrong password. */
function passwordProblems(path: readonly string[], password: string): SettingsProblem[] {
  if (password !== "" && password === password.trim()) return [];
  return [
    problemAt(path, {
      expected: "a password without space or line break around it",
      found: password === "" ? "an empty one" : "one with it",
    }),
  ];
}

function secretNeeded(
  path: readonly string[],
  expected: string,
  found: string,
  key: SecretKey,
): SettingsProblem {
  const value = key === "registryPasswords" ? ` '{"<name>":"<password>"}'` : "";
  return problemAt(path, {
    expected,
    found,
    fix: `store it with: pulumi config set --secret ${key}${value}`,
  });
}
