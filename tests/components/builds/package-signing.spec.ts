// What the program asks for. That the scripts sign, refuse and publish is in tests/signing.
import assert from "node:assert/strict";

import {
  PackageSigning,
  type PackageSigningArgs,
} from "../../../components/builds/package-signing";
import { packageAgents } from "../../../components/builds/rpm-agents";
import { construct } from "../../support/deploy";
import { single } from "../../support/find";
import { keys } from "../../support/keys";
import { credentials, packages } from "./settings";

describe("packageAgents", () => {
  const agent = single(packageAgents(packages, credentials));
  const environment = single(agent.containers ?? []).environment;

  it("is found by its label and takes no other build (A-69)", () => {
    assert.deepEqual([agent.name, agent.labels, agent.forAnyBuild], ["rpm", ["rpm"], false]);
  });

  it("pins the key's fingerprint, and names credentials without their content (A-52)", () => {
    assert.deepEqual(environment, {
      HOME: "/home/jenkins/agent",
      RPM_FINGERPRINT: keys.gpg.fingerprint,
      RPM_KEY_CREDENTIAL: "rpm-gpg-key",
      RPM_PASSPHRASE_CREDENTIAL: "rpm-gpg-key-passphrase",
      RPM_REPOSITORY: "jenkins@files.example:/srv/yum",
      RPM_REPOSITORY_PORT: "22",
      RPM_REPOSITORY_CREDENTIAL: "jenkins-repohost",
    });
  });

  it("says nothing of a passphrase and a repository that are not there", () => {
    const { image, resources, arch } = packages;
    const plain = { image, resources, arch, signing: { key: "rpm-gpg-key" } };
    const container = single(single(packageAgents(plain, credentials)).containers ?? []);
    assert.deepEqual(Object.keys(container.environment ?? {}), [
      "HOME",
      "RPM_FINGERPRINT",
      "RPM_KEY_CREDENTIAL",
    ]);
  });

  it("writes an IPv6 address as rsync wants it (A-51)", () => {
    const repository = { ...packages.repository!, host: "fd00:1::80" };
    const container = single(
      single(packageAgents({ ...packages, repository }, credentials)).containers ?? [],
    );
    assert.equal(container.environment?.["RPM_REPOSITORY"], "jenkins@[fd00:1::80]:/srv/yum");
  });

  it("keeps keys in memory, off the node's disk", () => {
    assert.deepEqual(agent.volumes, [
      { mountPath: "/opt/jenkins-stack/rpm", source: { configMap: { name: "rpm-scripts" } } },
      { mountPath: "/tmp", source: { emptyDir: { memory: true } } },
    ]);
  });

  it("is as large as the settings say, and on the architecture they say (A-15, B-08)", () => {
    assert.deepEqual(
      [agent.arch, single(agent.containers ?? []).resources],
      ["amd64", packages.resources],
    );
  });
});

describe("PackageSigning", () => {
  const args: PackageSigningArgs = {
    ...packages,
    namespace: "jenkins-jobs",
    credentials,
    publicKey: keys.gpg.public,
  };

  it("puts the scripts and the public key where the agent mounts them from", async () => {
    const deployed = await construct(() => new PackageSigning("rpm", args));
    const { inputs, parent } = deployed.only("ConfigMap");
    assert.deepEqual(Object.keys(inputs.data).sort(), [
      "check.sh",
      "publish.sh",
      "sign.sh",
      "signing-key.asc",
    ]);
    assert.equal(inputs.data["signing-key.asc"], keys.gpg.public);
    assert.equal(inputs.metadata.name, "rpm-scripts");
    assert.equal(parent, "rpm");
    assert.doesNotMatch(JSON.stringify(inputs), /PRIVATE KEY BLOCK/);
  });

  const refusals: readonly (readonly [string, Partial<PackageSigningArgs>, string])[] = [
    [
      "a key of another type",
      { signing: { key: "jenkins-repohost" } },
      'signing.key: expected a credential of type gpgKey, got "jenkins-repohost"',
    ],
    [
      "a passphrase that is no credential",
      { signing: { key: "rpm-gpg-key", passphrase: "none" } },
      'signing.passphrase: expected a credential of type secretText, got "none"',
    ],
    [
      "a login of another type",
      { repository: { ...packages.repository!, credentials: "rpm-gpg-key" } },
      'repository.credentials: expected a credential of type sshKey, got "rpm-gpg-key"',
    ],
  ];
  for (const [what, change, message] of refusals)
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        construct(() => new PackageSigning("rpm", { ...args, ...change })),
        { message: `invalid arguments for PackageSigning "rpm"\n${message}` },
      );
    });
});
