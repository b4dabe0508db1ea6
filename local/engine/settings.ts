import { createHash, createHmac } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument, type Document } from "yaml";

import type { NasAccess } from "../nas-simulator";
import { credentialSecrets } from "./credential-secrets";
import { localStack, settingsFile } from "./environment";
import type { Engine } from "./pulumi";
import { encryptionSalt } from "./stack";

const key = (name: string) => `jenkins-stack:${name}`;

/**
 * Writes the instance's settings: the committed Pulumi.local.yaml plus addresses, ports and secrets of this
 * machine. Nothing is written when nothing changed, because encrypting anew would show as a change.
 */
export async function writeSettings(engine: Engine, nas: NasAccess): Promise<void> {
  const { root, instance } = engine;
  const document = parseDocument(await readFile(join(root, `Pulumi.${localStack}.yaml`), "utf8"));
  const set = (section: string, name: string, value: unknown) => {
    document.setIn(["config", key(section), name], value);
  };
  set("cluster", "kubeconfig", join(instance.relativeFolder, "kubeconfig"));
  set("nas", "url", nas.url);
  set("nas", "account", nas.account);
  set("nas", "certificateAuthority", nas.certificateAuthority);
  set("nas", "nodeUuid", nas.nodeUuid);
  set("nas", "portal", nas.portal);
  document.set("encryptionsalt", await encryptionSalt(engine));
  const passphrase = await readFile(join(instance.folder, "passphrase"), "utf8");
  const { secrets, fingerprints } = credentialSecrets(
    plain(document, "credentials") as Parameters<typeof credentialSecrets>[0],
    passphrase,
  );
  for (const [id, fingerprint] of Object.entries(fingerprints))
    document.setIn(["config", key("credentials"), id, "fingerprint"], fingerprint);

  const file = settingsFile(instance);
  // The CLI chooses the format by the ending.
  const draft = file.replace(/yaml$/, "new.yaml");
  const digestFile = `${file}.sha256`;
  const digest = createHash("sha256")
    .update(`${document.toString()}\n${nas.password}`)
    .digest("hex");
  const recorded = await readFile(digestFile, "utf8").catch(() => "");
  if (recorded === digest) return;

  await writeFile(draft, document.toString(), { mode: 0o600 });
  await setSecret(engine, draft, "nasPassword", nas.password);
  if (Object.keys(secrets).length > 0)
    await setSecret(engine, draft, "credentialSecrets", JSON.stringify(secrets));
  const registries = Object.keys(plain(document, "jobs", "registries")).sort();
  if (registries.length > 0) {
    const passwords = registryPasswords(registries, passphrase);
    await setSecret(engine, draft, "registryPasswords", JSON.stringify(passwords));
  }
  await rename(draft, file);
  await writeFile(digestFile, digest, { mode: 0o600 });
}

/**
 * Makes up the password of every registry: 16 characters of base64url.
 *
 * Derived from what the instance keeps, not drawn: settings are written anew after any edit of Pulumi.local.yaml,
 * and other passwords would then change the pull Secret too.
 *
 * @param passphrase content of the instance's passphrase file
 */
export function registryPasswords(
  registries: readonly string[],
  passphrase: string,
): Record<string, string> {
  return Object.fromEntries(
    registries.map((name) => [
      name,
      createHmac("sha256", passphrase).update(name).digest("base64url").slice(0, 16),
    ]),
  );
}

/** A group of settings as plain values; an absent one is empty. */
function plain(document: Document, section: string, ...path: readonly string[]): object {
  const group = document.getIn(["config", key(section), ...path]);
  return (group as { toJSON?: () => object } | undefined)?.toJSON?.() ?? {};
}

async function setSecret(engine: Engine, file: string, name: string, value: string): Promise<void> {
  await engine.expect(["config", "set", "--secret", key(name), "--config-file", file], {
    input: value,
    environment: { PULUMI_OPTION_CONFIG_FILE: undefined },
  });
}
