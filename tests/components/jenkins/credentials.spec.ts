import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import type { DeclaredItem } from "../../../components/jenkins/configuration/items";
import {
  JenkinsCredentials,
  type JenkinsCredentialsArgs,
} from "../../../components/jenkins/credentials/jenkins-credentials";
import { construct, deploy, type Deployment } from "../../support/deploy";
import { keys } from "../../support/keys";
import { mockPassword } from "../../support/mock-state";
import { leaks, unwrapped } from "../../support/secrets";

const items: readonly DeclaredItem[] = [
  { path: "app", kind: "multibranch" },
  { path: "rpm", kind: "folder" },
  { path: "rpm/packages", kind: "multibranch" },
  { path: "rpm/nightly", kind: "pipeline" },
  { path: "rpm/old", kind: "folder" },
];

const fields = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([field, value]) => [field, pulumi.secret(value)]));

const args = (): JenkinsCredentialsArgs => ({
  namespace: pulumi.output("jenkins"),
  credentials: {
    "jenkins-repohost": { type: "sshKey", username: "repohost", folders: ["rpm"] },
    "rpm-gpg-key": { type: "gpgKey", fingerprint: keys.gpg.fingerprint, folders: ["rpm/packages"] },
    "rpm-gpg-key-passphrase": { type: "secretText", global: true, description: "Signs packages" },
  },
  credentialSecrets: {
    "jenkins-repohost": fields({ privateKey: keys.sshEncrypted, passphrase: "secret" }),
    "rpm-gpg-key": fields({ privateKey: keys.gpg.private }),
    "rpm-gpg-key-passphrase": fields({ text: "passphrase of the key" }),
  },
  items,
});

describe("JenkinsCredentials", () => {
  it("makes an SSH key that only jobs of a folder see (A-50, A-51, A-53)", async () => {
    const { metadata } = secret(await credentials(), "jenkins-repohost");
    assert.deepEqual(metadata, {
      name: "jenkins-repohost",
      namespace: "jenkins",
      labels: {
        "app.kubernetes.io/name": "jenkins-stack",
        "app.kubernetes.io/component": "credentials",
        "app.kubernetes.io/part-of": "jenkins-stack",
        "app.kubernetes.io/managed-by": "pulumi",
        "jenkins.io/credentials-type": "basicSSHUserPrivateKey",
      },
      annotations: { "jenkins.io/credentials-store-locations": "['rpm', 'rpm/packages']" },
    });
    assert.deepEqual(await content("jenkins-repohost"), {
      username: "repohost",
      privateKey: keys.sshEncrypted,
      passphrase: "secret",
    });
  });

  it("makes the signing key a file and its passphrase a text (A-52)", async () => {
    assert.deepEqual(await content("rpm-gpg-key"), {
      filename: "rpm-gpg-key.asc",
      data: keys.gpg.private,
    });
    assert.deepEqual(await content("rpm-gpg-key-passphrase"), { text: "passphrase of the key" });
    const deployment = await credentials();
    assert.deepEqual(
      secret(deployment, "rpm-gpg-key").metadata.labels["jenkins.io/credentials-type"],
      "secretFile",
    );
    assert.deepEqual(secret(deployment, "rpm-gpg-key-passphrase").metadata.annotations, {
      "jenkins.io/credentials-description": "Signs packages",
    });
  });

  for (const [title, credential, secrets, type, data] of [
    [
      "a user and a password",
      { type: "usernamePassword", username: "robot" },
      { password: "pass" },
      "usernamePassword",
      { username: "robot", password: "pass" },
    ],
    [
      "a file of text",
      { type: "secretFile", filename: "settings.xml" },
      { text: "<settings/>\n" },
      "secretFile",
      { filename: "settings.xml", data: "<settings/>\n" },
    ],
    [
      "a file of bytes",
      { type: "secretFile", filename: "key.bin" },
      { data: "aGVsbG8=" },
      "secretFile",
      { filename: "key.bin", data: "hello" },
    ],
    [
      "a certificate",
      { type: "certificate" },
      { certificate: "aGVsbG8=", password: "pass" },
      "certificate",
      { certificate: "hello", password: "pass" },
    ],
    [
      "a GitHub App (E-15)",
      { type: "gitHubApp", appID: "1234", owner: "example", apiUri: "https://github.example/api" },
      { privateKey: keys.app },
      "gitHubApp",
      {
        appID: "1234",
        owner: "example",
        apiUri: "https://github.example/api",
        privateKey: keys.app,
      },
    ],
  ] as const)
    it(`makes ${title}`, async () => {
      const one = {
        credentials: { it: { ...credential, global: true } },
        credentialSecrets: { it: fields(secrets) },
      };
      const { metadata } = secret(await credentials(one), "it");
      assert.equal(metadata.labels["jenkins.io/credentials-type"], type);
      assert.deepEqual(await content("it", one), data);
    });

  for (const [type, more, field] of [
    ["usernamePassword", { username: "agent" }, "password"],
    ["secretText", {}, "text"],
  ] as const)
    it(`makes up the ${field} of a ${type} and keeps it (D-05)`, async () => {
      const one = {
        credentials: { it: { type, ...more, global: true, generated: true } },
        credentialSecrets: {},
      };
      const deployment = await credentials(one);
      const { length, special } = deployment.only("RandomPassword", "credentials-it").inputs;
      assert.deepEqual([length, special], [32, false]);
      assert.equal((await content("it", one))[field], mockPassword("credentials-it"));
      const values = [mockPassword("credentials-it")];
      assert.deepEqual(
        deployment.resources.flatMap(({ inputs }) => leaks(inputs, values)),
        [],
      );
    });

  it("lets no secret out, in clear or in base64 (A-55)", async () => {
    const values = [keys.gpg.private, keys.sshEncrypted, "passphrase of the key"].flatMap(
      (value) => [value, Buffer.from(value).toString("base64")],
    );
    const { resources } = await credentials();
    assert.deepEqual(
      resources.flatMap(({ inputs }) => leaks(inputs, values)),
      [],
    );
  });

  it("tells who sees what, and the public key to trust, without a secret (A-53, A-56)", async () => {
    const { outputs } = await deploy(() => {
      const { visibility, gpgPublicKeys } = new JenkinsCredentials("credentials", args());
      const isSecret = pulumi.isSecret(pulumi.output(gpgPublicKeys));
      return { visibility, gpgPublicKeys, isSecret };
    });
    assert.deepEqual(outputs["visibility"], {
      "jenkins-repohost": ["rpm", "rpm/packages"],
      "rpm-gpg-key": ["rpm", "rpm/packages"],
      "rpm-gpg-key-passphrase": "everywhere",
    });
    assert.deepEqual(outputs["gpgPublicKeys"], { "rpm-gpg-key": keys.gpg.public });
    assert.equal(outputs["isSecret"], false);
  });

  it("makes nothing without credentials", async () => {
    const none = { credentials: {}, credentialSecrets: {} };
    assert.deepEqual((await credentials(none)).inventory(), ["/JenkinsCredentials/credentials"]);
  });

  it("refuses bad arguments with everything that is wrong with them", async () => {
    await assert.rejects(
      credentials({
        credentials: {
          " docker-config": { type: "secretText", global: true },
          nobody: { type: "sshKey" },
          nowhere: { type: "secretText", folders: ["gone", "a'b"] },
          top: { type: "secretText", folders: ["app"] },
        },
        credentialSecrets: { " docker-config": {}, nobody: {}, nowhere: {} },
      }),
      {
        message: [
          'invalid arguments for JenkinsCredentials "credentials"',
          "credentialSecrets.top: expected the secret of credential top, got nothing",
          'credentials. docker-config: expected a name of lower-case letters, digits, - and . (RFC 1123), got " docker-config"; remove the space around it',
          "credentials.nobody.folders: expected folders, or global: true, got nothing; what every job may use is an explicit choice",
          "credentials.nobody.username: expected the username of a sshKey, got nothing",
          'credentials.nowhere.folders.0: expected a folder or multibranch project of the configuration (app, rpm, rpm/packages, rpm/old), got "gone"',
          'credentials.nowhere.folders.1: expected a folder or multibranch project of the configuration (app, rpm, rpm/packages, rpm/old), got "a\'b"',
          'credentials.nowhere.folders.1: expected a full name such as team/app, got "a\'b"; letters, digits and . _ - make a name that is the same everywhere',
          'credentials.top.folders.0: expected a multibranch project inside of a folder, got "app"; at the top level its scan sees only credentials that are global',
        ].join("\n"),
      },
    );
  });

  function credentials(overrides: Partial<JenkinsCredentialsArgs> = {}): Promise<Deployment> {
    return construct(() => new JenkinsCredentials("credentials", { ...args(), ...overrides }));
  }

  function secret(deployment: Deployment, id: string) {
    return deployment.only("Secret", `credentials-${id}`).inputs;
  }

  /** What Jenkins reads: the Secret's data, decoded. */
  async function content(
    id: string,
    overrides: Partial<JenkinsCredentialsArgs> = {},
  ): Promise<Record<string, string>> {
    const { data } = secret(await credentials(overrides), id);
    return Object.fromEntries(
      Object.entries(unwrapped(data) as Record<string, string>).map(([key, value]) => [
        key,
        Buffer.from(value, "base64").toString(),
      ]),
    );
  }
});
