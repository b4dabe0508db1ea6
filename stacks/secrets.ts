import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

import { parseSshPrivateKey } from "../components/internal/ssh-private-key";
import { credentialSecretProblems, credentialSecrets } from "./credential-secrets";
import { problemAt, type SettingsProblem } from "./problems";
import { secretKeys } from "./secret-keys";
import { jsonIn, secretNeeded } from "./secret-problem";
import type { Sections, Secrets } from "./settings";
import type { StoredConfig } from "./stored-config";

const passwords = z.record(z.string(), z.string());

/** The sections that say which secrets there must be; each absent when it could not be read. */
export interface SecretOwners {
  readonly jobs: Sections["jobs"] | undefined;
  readonly credentials: Sections["credentials"] | undefined;
  readonly upgrades: Sections["upgrades"] | undefined;
}

/** What is wrong with the secrets of a stack. No message holds a value. */
export function secretProblems(
  { values, encrypted }: StoredConfig,
  { jobs, credentials, upgrades }: SecretOwners,
): SettingsProblem[] {
  return [
    ...secretKeys
      .filter((key) => values[key] !== undefined && !encrypted.has(key))
      .map((key) => secretNeeded([key], "a secret", "plain text")),
    ...(values["nasPassword"] === undefined
      ? [secretNeeded(["nasPassword"], "a secret", "nothing")]
      : passwordProblems(["nasPassword"], values["nasPassword"])),
    ...passwordProblems(["nasDeviceToken"], values["nasDeviceToken"]),
    ...registryProblems(values["registryPasswords"], jobs && registriesOf(jobs)),
    ...credentialSecretProblems(values["credentialSecrets"], credentials),
    ...nodeKeyProblems(values["nodeSshKey"]),
    ...tokenProblems(values["upgradeToken"], upgrades),
  ];
}

/** The secrets of a stack that {@link secretProblems} has let pass: from here on they are Outputs. */
export function secretsOf({ values }: StoredConfig, { credentials }: Sections): Secrets {
  const { nasPassword = "", nasDeviceToken, nodeSshKey, upgradeToken } = values;
  return {
    nasPassword: pulumi.secret(nasPassword),
    ...(nasDeviceToken === undefined ? {} : { nasDeviceToken: pulumi.secret(nasDeviceToken) }),
    registryPasswords: hidden(passwordsOf(values["registryPasswords"]) ?? {}),
    credentialSecrets: Object.fromEntries(
      Object.entries(credentialSecrets(values["credentialSecrets"], credentials)).map(
        ([id, fields]) => [id, hidden(fields)],
      ),
    ),
    ...(nodeSshKey === undefined ? {} : { nodeSshKey: pulumi.secret(nodeKey(nodeSshKey)) }),
    ...(upgradeToken === undefined ? {} : { upgradeToken: pulumi.secret(upgradeToken) }),
  };
}

function hidden(texts: Readonly<Record<string, string>>): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, pulumi.secret(text)]),
  );
}

/** Names of the registries that need a password: those of a team behind its name. */
function registriesOf({ registries, teams }: Sections["jobs"]): string[] {
  return [
    ...Object.keys(registries),
    ...Object.entries(teams).flatMap(([team, { registries: own }]) =>
      Object.keys(own).map((name) => `${team}/${name}`),
    ),
  ];
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
      ),
    ];
  const missing = (registries ?? []).filter((name) => found[name] === undefined);
  const extra = Object.keys(found).filter((name) => registries?.includes(name) === false);
  return [
    ...missing.map((name) =>
      secretNeeded([key, name], `the password of registry ${name}`, "nothing"),
    ),
    ...extra.map((name) =>
      problemAt([key, name], { expected: "the name of a registry in jobs.registries" }, name),
    ),
    ...Object.entries(found).flatMap(([name, password]) => passwordProblems([key, name], password)),
  ];
}

/** Nothing stored is no password at all; a text that is no object of texts is undefined. */
function passwordsOf(text: string | undefined): Readonly<Record<string, string>> | undefined {
  return text === undefined ? {} : passwords.safeParse(jsonIn(text)).data;
}

/** A line break from `echo` would end up in every request and be refused as a wrong password. */
function passwordProblems(
  path: readonly string[],
  password: string | undefined,
): SettingsProblem[] {
  if (password === undefined || (password !== "" && password === password.trim())) return [];
  return [
    problemAt(path, {
      expected: "a password without space or line break around it",
      found: password === "" ? "an empty one" : "one with it",
    }),
  ];
}

/** A header that holds it is a promise that it is there. */
function tokenProblems(
  text: string | undefined,
  upgrades: Sections["upgrades"] | undefined,
): SettingsProblem[] {
  const needed = upgrades?.snapshot.http?.secretHeader !== undefined;
  return needed && text === undefined
    ? [secretNeeded(["upgradeToken"], "a secret", "nothing")]
    : passwordProblems(["upgradeToken"], text);
}

/** Nobody is there to type a passphrase. */
function nodeKeyProblems(text: string | undefined): SettingsProblem[] {
  if (text === undefined) return [];
  const parsed = parseSshPrivateKey(text);
  if (!parsed.ok) return [problemAt(["nodeSshKey"], parsed.problem)];
  return parsed.value.encrypted
    ? [
        problemAt(["nodeSshKey"], {
          expected: "a private key without a passphrase",
          found: "one with it",
        }),
      ]
    : [];
}

function nodeKey(text: string): string {
  const parsed = parseSshPrivateKey(text);
  return parsed.ok ? parsed.value.text : text;
}
