import { createHmac } from "node:crypto";

import { signingKey } from "./signing-key";
import { sshPrivateKey } from "./ssh-key";

/** What the settings say about a credential, as far as its secret depends on it. */
export interface DeclaredCredential {
  readonly type: string;
  /** Whether the program itself makes the secret up. */
  readonly generated?: boolean;
}

/** What was made up for the credentials of an instance. */
export interface MadeUp {
  /** Content of the secret `credentialSecrets`. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** `credentials.<id>.fingerprint` of every credential of type `gpgKey`. */
  readonly fingerprints: Readonly<Record<string, string>>;
}

/**
 * Makes up what is secret about the credentials of a stack.
 *
 * Derived from what the instance keeps, not drawn: settings are written anew after any edit of Pulumi.local.yaml, and
 * other secrets would then change every credential.
 *
 * @param credentials the section of the settings, by id
 * @param passphrase content of the instance's passphrase file
 * @throws Error for a type that only an authority can make: `certificate`, `gitHubApp`
 */
export function credentialSecrets(
  credentials: Readonly<Record<string, DeclaredCredential>>,
  passphrase: string,
): MadeUp {
  const secrets: Record<string, Record<string, string>> = {};
  const fingerprints: Record<string, string> = {};
  for (const [id, { type, generated }] of Object.entries(credentials)) {
    if (generated === true) continue;
    const seed = createHmac("sha256", passphrase).update(`credential ${id}`).digest();
    if (type === "gpgKey") {
      const key = signingKey(seed, `${id} of the local platform`);
      secrets[id] = { privateKey: key.privateKey };
      fingerprints[id] = key.fingerprint;
    } else secrets[id] = fieldsOf(id, type, seed);
  }
  return { secrets, fingerprints };
}

function fieldsOf(id: string, type: string, seed: Buffer): Record<string, string> {
  const password = seed.toString("base64url").slice(0, 24);
  switch (type) {
    case "sshKey":
      return { privateKey: sshPrivateKey(seed, id) };
    case "usernamePassword":
      return { password };
    case "secretText":
    case "secretFile":
      return { text: password };
    default:
      throw new Error(
        `credentials.${id}.type: expected one that the local platform can make up, got ${JSON.stringify(type)}`,
      );
  }
}
