import { z } from "zod";

import { parseKeyFingerprint } from "../../../components/internal/openpgp-key";
import { appKey, keyStore, openPgpKey, sshKey } from "./keys";

/** Stands for every password, token and other word that nobody sees here. */
export const word = "placeholder";

/** Placeholders for the secrets of one stack. */
export interface SecretPlaceholders {
  /** Texts by the keys of the configuration. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Fingerprints that settings name, by those of the keys that stand in for them. */
  readonly fingerprints: Readonly<Record<string, string>>;
}

const names = z.record(z.string(), z.unknown()).catch({});
const jobs = z
  .looseObject({
    registries: names.default({}),
    teams: z
      .record(
        z.string(),
        z.looseObject({ registries: names.default({}) }).catch({ registries: {} }),
      )
      .catch({})
      .default({}),
  })
  .catch({ registries: {}, teams: {} });
const credential = z.looseObject({
  type: z.string(),
  fingerprint: z.string().optional(),
  generated: z.boolean().optional(),
});
type Credential = z.output<typeof credential>;

/**
 * Secrets of the right shape for the settings of a stack: what settings demand is there whether the stack stores it
 * yet or not, anything else where the stack stores it.
 *
 * @param sections raw values by name, checked by nobody yet
 * @param stored keys that the stack's file holds encrypted
 */
export function secretPlaceholders(
  sections: Readonly<Record<string, unknown>>,
  stored: readonly string[],
): SecretPlaceholders {
  const registries = registriesOf(sections["jobs"]);
  const credentials = credentialsOf(sections["credentials"]);
  const words = stored.filter((key) => !shaped.includes(key)).map((key) => [key, word] as const);
  const keys = credentials.flatMap(([, { fingerprint }]) =>
    fingerprint === undefined ? [] : [[openPgpKey(fingerprint).fingerprint, fingerprint] as const],
  );
  return {
    secrets: {
      nasPassword: word,
      ...Object.fromEntries(words),
      ...(stored.includes("nodeSshKey") ? { nodeSshKey: sshKey("nodeSshKey") } : {}),
      ...(registries.length === 0 && !stored.includes("registryPasswords")
        ? {}
        : { registryPasswords: jsonOf(registries.map((name) => [name, word])) }),
      ...(credentials.length === 0 && !stored.includes("credentialSecrets")
        ? {}
        : { credentialSecrets: jsonOf(credentials.map(([id, it]) => [id, fieldsOf(id, it)])) }),
    },
    fingerprints: Object.fromEntries(keys),
  };
}

/** Secrets that are more than a word. */
const shaped: readonly string[] = ["registryPasswords", "credentialSecrets", "nodeSshKey"];

/** Registries of a team stand behind its name. */
function registriesOf(section: unknown): string[] {
  const { registries, teams } = jobs.parse(section ?? {});
  const ofTeams = Object.entries(teams).flatMap(([team, { registries: own }]) =>
    Object.keys(own).map((name) => `${team}/${name}`),
  );
  return [...Object.keys(registries), ...ofTeams];
}

/** Those that need a secret. A fingerprint that is none stays with the settings, which refuse it. */
function credentialsOf(section: unknown): [id: string, credential: Credential][] {
  return Object.entries(names.parse(section ?? {})).flatMap(([id, value]) => {
    const { data } = credential.safeParse(value);
    return data === undefined || data.generated === true ? [] : [[id, readable(data)]];
  });
}

function readable({ type, fingerprint, generated }: Credential): Credential {
  const known = fingerprint !== undefined && parseKeyFingerprint(fingerprint).ok;
  return { type, generated, ...(known ? { fingerprint } : {}) };
}

function fieldsOf(id: string, { type, fingerprint }: Credential): Readonly<Record<string, string>> {
  switch (type) {
    case "sshKey":
      return { privateKey: sshKey(id) };
    case "gpgKey":
      return { privateKey: openPgpKey(fingerprint ?? id).privateKey };
    case "gitHubApp":
      return { privateKey: appKey() };
    case "usernamePassword":
      return { password: word };
    case "certificate":
      return { certificate: keyStore, password: word };
    default:
      return { text: word };
  }
}

function jsonOf(entries: Iterable<readonly [string, unknown]>): string {
  return JSON.stringify(Object.fromEntries(entries));
}
