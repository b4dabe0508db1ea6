import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { JobNamespace, type JobNamespaceArgs } from "../../../components/jobs/job-namespace";
import { construct } from "../../support/deploy";
import { isSecret, leaks, unwrapped } from "../../support/secrets";

const args: JobNamespaceArgs = {
  namespace: "jenkins-jobs",
  registries: { ghcr: { server: "ghcr.io", username: "jenkins" } },
  registryPasswords: { ghcr: pulumi.secret("ghcr-password") },
};

describe("JobNamespace", () => {
  it("makes the namespace, protected, with the baseline Pod Security level (A-03, B-27)", async () => {
    const { inputs, opts } = (await jobs()).only("Namespace");
    assert.equal(inputs.metadata.name, "jenkins-jobs");
    assert.equal(inputs.metadata.labels["pod-security.kubernetes.io/enforce"], "baseline");
    assert.equal(opts.protect, true);
  });

  it("makes it restricted when told (B-27)", async () => {
    const { inputs } = (await jobs({ podSecurity: "restricted" })).only("Namespace");
    assert.equal(inputs.metadata.labels["pod-security.kubernetes.io/enforce"], "restricted");
  });

  it("patches the default ServiceAccount with the pull secret and without a token (A-40, A-48)", async () => {
    const { inputs } = (await jobs()).only("ServiceAccountPatch");
    assert.deepEqual(inputs.metadata, { name: "default", namespace: "jenkins-jobs" });
    assert.deepEqual(inputs.imagePullSecrets, [{ name: "registries" }]);
    assert.equal(inputs.automountServiceAccountToken, false);
  });

  it("gives agents a ServiceAccount with the same (A-40, A-42)", async () => {
    const { inputs } = (await jobs()).only("ServiceAccount");
    assert.equal(inputs.metadata.name, "jenkins-agent");
    assert.equal(inputs.metadata.namespace, "jenkins-jobs");
    assert.deepEqual(inputs.imagePullSecrets, [{ name: "registries" }]);
    assert.equal(inputs.automountServiceAccountToken, false);
  });

  it("stores the logins as one encrypted dockerconfigjson Secret (A-41)", async () => {
    const { inputs } = (await jobs()).only("Secret");
    assert.equal(inputs.type, "kubernetes.io/dockerconfigjson");
    assert.equal(inputs.metadata.name, "registries");
    assert.equal(inputs.metadata.namespace, "jenkins-jobs");
    assert.ok(isSecret(inputs.stringData) || isSecret(inputs.stringData[".dockerconfigjson"]));
    assert.deepEqual(leaks(inputs, ["ghcr-password"]), []);
    const document = JSON.parse(
      (unwrapped(inputs.stringData) as Record<string, string>)[".dockerconfigjson"]!,
    ) as {
      auths: object;
    };
    assert.deepEqual(Object.keys(document.auths), ["ghcr.io"]);
  });

  it("has no pull secret without registries", async () => {
    const deployment = await jobs({ registries: {}, registryPasswords: {} });
    assert.deepEqual(deployment.all("Secret"), []);
    for (const kind of ["ServiceAccount", "ServiceAccountPatch"] as const)
      assert.equal("imagePullSecrets" in deployment.only(kind).inputs, false, kind);
  });

  const { ghcr } = args.registries;
  const rejections: Readonly<Record<string, [Partial<JobNamespaceArgs>, RegExp]>> = {
    "a bad namespace (B-14)": [
      { namespace: "Jobs" },
      /^namespace: .*got "Jobs"; did you mean "jobs"\?$/m,
    ],
    "a registry with a scheme": [
      { registries: { ghcr: { ...ghcr!, server: "https://ghcr.io" } } },
      /^registries\.ghcr\.server: .*; did you mean "ghcr\.io"\?$/m,
    ],
    "Docker Hub under a key no client looks up (B-26)": [
      { registries: { ghcr: { ...ghcr!, server: "docker.io" } } },
      /^registries\.ghcr\.server: .*the key of Docker Hub is "https:\/\/index\.docker\.io\/v1\/"$/m,
    ],
    "a user with a colon": [
      { registries: { ghcr: { ...ghcr!, username: "a:b" } } },
      /^registries\.ghcr\.username: expected a user name without spaces and colons, got "a:b"$/m,
    ],
    "a registry without a password": [
      { registryPasswords: {} },
      /^registryPasswords\.ghcr: expected a password, got nothing$/m,
    ],
  };
  for (const [what, [overrides, message]] of Object.entries(rejections))
    it(`rejects ${what}`, async () => {
      await assert.rejects(jobs(overrides), { message });
    });
});

function jobs(overrides: Partial<JobNamespaceArgs> = {}) {
  return construct(() => new JobNamespace("jobs", { ...args, ...overrides }));
}
