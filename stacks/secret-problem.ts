import { problemAt, type SettingsProblem } from "./problems";
import type { SecretKey } from "./secret-keys";

/** How the value of a secret is written down, for those that are more than one word. */
const forms: Partial<Record<SecretKey, string>> = {
  credentialSecrets: " < credential-secrets.json",
  nodeSshKey: " < id_ed25519",
  registryPasswords: ` '{"<name>":"<password>"}'`,
};

/** The command that stores a secret. */
export function storeCommand(key: SecretKey): string {
  return `store it with: pulumi config set --secret ${key}${forms[key] ?? ""}`;
}

/** A secret, or a part of one, that has to be stored (again). Never holds its value. */
export function secretNeeded(
  path: readonly [SecretKey, ...string[]],
  expected: string,
  found: string,
): SettingsProblem {
  return problemAt(path, { expected, found, fix: storeCommand(path[0]) });
}

/** The JSON in a secret; nothing when it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
