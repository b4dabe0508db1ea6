import assert from "node:assert/strict";

import { keys } from "../support/keys";
import { changed, reading } from "./good-settings";
import { describeRefusals } from "./refusals";

const store = "store it with: pulumi config set --secret";

describeRefusals("secrets", [
  [
    "a misspelt secret",
    { nasPasword: "nas-secret-value" },
    "nasPasword: unknown setting; did you mean nasPassword?",
  ],
  [
    "a password in a section",
    { "jobs.registries.ghcr.password": "ghcr-secret-value" },
    `jobs.registries.ghcr.password: expected no secret inside a settings object; ${store} registryPasswords`,
  ],
  [
    "no password for the NAS",
    { nasPassword: undefined },
    `nasPassword: expected a secret, got nothing; ${store} nasPassword`,
  ],
  [
    "a password with the line break of an echo",
    { nasPassword: "nas-secret-value\n" },
    "nasPassword: expected a password without space or line break around it, got one with it",
  ],
  [
    "an empty password",
    { nasPassword: "" },
    "nasPassword: expected a password without space or line break around it, got an empty one",
  ],
  [
    "a registry without a password",
    { registryPasswords: undefined },
    `registryPasswords.ghcr: expected the password of registry ghcr, got nothing; ${store} registryPasswords '{"<name>":"<password>"}'`,
  ],
  [
    "a password without a registry",
    { "registryPasswords.quay": "quay-secret-value" },
    'registryPasswords.quay: expected the name of a registry in jobs.registries, got "quay"',
  ],
  [
    "registry passwords that are one text",
    { registryPasswords: "ghcr-secret-value" },
    `registryPasswords: expected a JSON object of passwords by the names of jobs.registries, got another text; ${store} registryPasswords '{"<name>":"<password>"}'`,
  ],
  [
    "a device token with the line break of an echo",
    { nasDeviceToken: "device-secret-value\n" },
    "nasDeviceToken: expected a password without space or line break around it, got one with it",
  ],
  [
    "a key of the nodes that nobody can open without a passphrase",
    { nodeSshKey: keys.sshEncrypted },
    "nodeSshKey: expected a private key without a passphrase, got one with it",
  ],
  [
    "a public key in place of the nodes' private one",
    { nodeSshKey: "ssh-ed25519 AAAA node-secret-value" },
    "nodeSshKey: expected a private key as OpenSSH writes it, got a public key",
  ],
]);

describe("readSections, given secrets in plain text", () => {
  it("names every one of them and repeats none", () => {
    const values = changed({
      nasDeviceToken: "device-secret-value",
      nodeSshKey: keys.ssh,
      credentialSecrets: {},
    });
    assert.deepEqual(reading(values, []).problems, [
      `credentialSecrets: expected a secret, got plain text; ${store} credentialSecrets < credential-secrets.json`,
      `nasDeviceToken: expected a secret, got plain text; ${store} nasDeviceToken`,
      `nasPassword: expected a secret, got plain text; ${store} nasPassword`,
      `nodeSshKey: expected a secret, got plain text; ${store} nodeSshKey < id_ed25519`,
      `registryPasswords: expected a secret, got plain text; ${store} registryPasswords '{"<name>":"<password>"}'`,
    ]);
  });
});
