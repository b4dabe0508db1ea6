import assert from "node:assert/strict";

import { named } from "../../../support/find";
import { cloudOf, configurationArgs, gentooBuilder, withAgents } from "./support";

describe("kubernetesCloud", () => {
  it("serves 'agent any' with the default template, and its label with every other (B-09, C-19)", () => {
    assert.deepEqual(
      cloudOf().templates.map(({ name, label, nodeUsageMode }) => [name, label, nodeUsageMode]),
      [
        ["default", "default linux", "NORMAL"],
        ["gentoo", "gentoo", "EXCLUSIVE"],
      ],
    );
  });

  it("derives every address of the controller from one place (A-07, C-22)", () => {
    assert.equal(cloudOf().jenkinsUrl, "http://jenkins.jenkins.svc:8080");
    assert.equal(cloudOf().jenkinsTunnel, "jenkins-agent.jenkins.svc:50000");
    assert.equal(cloudOf().namespace, "jenkins-jobs");
    const prefixed = cloudOf(configurationArgs({ url: "https://example.org/jenkins/" }));
    assert.equal(prefixed.jenkinsUrl, "http://jenkins.jenkins.svc:8080/jenkins");
  });

  it("has a tunnel or WebSocket, never both (C-22)", () => {
    const socket = cloudOf(withAgents({ transport: "webSocket" }));
    assert.deepEqual([socket.webSocket, "jenkinsTunnel" in socket], [true, false]);
    assert.equal("webSocket" in cloudOf(), false);
  });

  it("discovers the API server from the pod, credentials and verification included (A-06, C-28)", () => {
    for (const key of ["serverUrl", "serverCertificate", "skipTlsVerify", "credentialsId"])
      assert.equal(key in cloudOf(), false, key);
  });

  it("caps the pods and leaves connections enough for their steps", () => {
    const requests = (containerCap: number) =>
      cloudOf(configurationArgs({ containerCap })).maxRequestsPerHostStr;
    assert.equal(cloudOf().containerCapStr, "10");
    assert.deepEqual([requests(4), requests(10), requests(50)], ["32", "40", "200"]);
    assert.equal(cloudOf(withAgents({ maxRequestsPerHost: 64 })).maxRequestsPerHostStr, "64");
  });

  it("states every limit of time instead of leaving it to the plugin (C-05, C-24)", () => {
    const { connectTimeout, readTimeout, retentionTimeout, waitForPodSec } = cloudOf();
    assert.deepEqual([connectTimeout, readTimeout, retentionTimeout], [5, 15, 5]);
    assert.equal(waitForPodSec, 600);
    assert.deepEqual(cloudOf().garbageCollection, { timeout: 300 });
    const slow = cloudOf(withAgents({ readTimeoutSeconds: 60, garbageCollectionSeconds: 600 }));
    assert.deepEqual([slow.readTimeout, slow.garbageCollection], [60, { timeout: 600 }]);
  });

  it("deletes pods after their build, or keeps them where the settings say so (B-07, C-20)", () => {
    assert.equal(cloudOf().podRetention, "never");
    const kept = cloudOf(withAgents({ podRetention: "onFailure" }));
    assert.deepEqual(
      [kept.podRetention, kept.templates[0]?.podRetention],
      ["onFailure", "onFailure"],
    );
  });

  it("labels every pod, and lets no setting take the stack's labels", () => {
    const podLabels = { "example.org/team": "infra", "app.kubernetes.io/part-of": "other" };
    const { podLabels: rendered } = cloudOf(withAgents({ podLabels }));
    assert.deepEqual(Object.fromEntries(rendered.map(({ key, value }) => [key, value])), {
      "example.org/team": "infra",
      "app.kubernetes.io/part-of": "jenkins-stack",
      "app.kubernetes.io/component": "agent",
    });
  });

  it("restricts itself to folders and to the restricted level where the settings say so", () => {
    const { usageRestricted, restrictedPssSecurityContext } = cloudOf();
    assert.deepEqual([usageRestricted, restrictedPssSecurityContext], [false, false]);
    const strict = cloudOf(withAgents({ usageRestricted: true, restrictedPodSecurity: true }));
    assert.deepEqual([strict.usageRestricted, strict.restrictedPssSecurityContext], [true, true]);
  });

  it("gives pods that pipelines define the node selector of the default agent, too (A-15)", () => {
    const { defaultsProviderTemplate, templates } = cloudOf();
    assert.equal(defaultsProviderTemplate, "default");
    assert.equal(
      named(templates, defaultsProviderTemplate).nodeSelector,
      "kubernetes.io/arch=amd64,kubernetes.io/os=linux",
    );
    const alone = cloudOf(withAgents({ defaultsTemplate: "none" }));
    assert.equal("defaultsProviderTemplate" in alone, false);
  });

  it("gives each template a stable id and no pull secret (A-42, B-07)", () => {
    for (const template of cloudOf().templates) {
      assert.equal(template.id, template.name);
      assert.equal(template.serviceAccount, "jenkins-agent");
      assert.equal("imagePullSecrets" in template, false);
      assert.equal("namespace" in template, false);
    }
  });

  it("offers what other parts bring after what the settings describe (D-11)", () => {
    const args = withAgents({}, { base: { ...bare, labels: ["base"] } });
    const names = cloudOf({ ...args, extraTemplates: [gentooBuilder] }).templates;
    assert.deepEqual(
      names.map(({ name }) => name),
      ["default", "base", "gentoo"],
    );
  });

  it("has the settings' own default template instead of the built-in one (B-09)", () => {
    const own = { ...bare, labels: ["default", "own"], forAnyBuild: true };
    const { templates } = cloudOf(withAgents({}, { default: own }));
    assert.deepEqual(
      templates.map(({ name, label }) => [name, label]),
      [
        ["default", "default own"],
        ["gentoo", "gentoo"],
      ],
    );
  });
});

const bare = {
  forAnyBuild: false,
  arch: "amd64",
  containers: {},
  volumes: {},
} as const;
