import type { SecretKey } from "../secret-keys";

/** What each secret is and how it is stored. */
export const secretDescriptions: Readonly<
  Record<
    SecretKey,
    { readonly meaning: string; readonly required: boolean; readonly command: string }
  >
> = {
  credentialSecrets: {
    meaning:
      "What is secret about `credentials` as a JSON object of objects, by the same ids: `privateKey` and `passphrase` of an sshKey, `password` of a usernamePassword, `text` of a secretText, `text` or `data` (base64) of a secretFile, `certificate` (PKCS#12 in base64) and `password` of a certificate, `privateKey` (PKCS#8) of a gitHubApp, `privateKey` (armored) of a gpgKey. Required as soon as there is a credential.",
    required: false,
    command: "pulumi config set --secret credentialSecrets < credential-secrets.json",
  },
  nasDeviceToken: {
    meaning: "Token that lets the DSM account in without a one-time code.",
    required: false,
    command: "pulumi config set --secret nasDeviceToken",
  },
  nasPassword: {
    meaning: "Password of the DSM account `nas.account`.",
    required: true,
    command: "pulumi config set --secret nasPassword",
  },
  nodeSshKey: {
    meaning: "Private key that opens the nodes over SSH, without a passphrase.",
    required: false,
    command: "pulumi config set --secret nodeSshKey < id_ed25519",
  },
  registryPasswords: {
    meaning:
      "Passwords of `jobs.registries` as a JSON object, by the same names; those of a team by `<team>/<name>`. Required as soon as there is a registry.",
    required: false,
    command: `pulumi config set --secret registryPasswords '{"ghcr":"<password>"}'`,
  },
  upgradeToken: {
    meaning:
      "What `upgrades.snapshot.http.secretHeader` holds, or `upgrades.snapshot.command` reads. Required as soon as there is such a header.",
    required: false,
    command: "pulumi config set --secret upgradeToken",
  },
};
