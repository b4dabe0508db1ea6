import assert from "node:assert/strict";

import type { AgentTemplate } from "../../../../components/internal/agent-template";
import type { TemplateSettings } from "../../../../components/internal/described-agent";
import { configurationFindings } from "../../../../components/jenkins/configuration/configuration-files";
import { configurationArgs, withAgents } from "./support";

const resources = {
  cpuRequest: "500m",
  cpuLimit: "2",
  memoryRequest: "512Mi",
  memoryLimit: "2Gi",
  ephemeralStorageRequest: "2Gi",
  ephemeralStorageLimit: "20Gi",
};
const tools = { image: "docker.io/library/alpine:3.22.1", resources, root: false };

describe("configurationFindings, about agents", () => {
  it("finds two kinds of agents with one name or one label, wherever they come from (C-19)", () => {
    const args = withAgents({}, { gentoo: { ...plain, labels: ["gentoo"] } });
    assert.deepEqual(configurationFindings(args), [
      'agents.gentoo.name: expected a name no other agent has, got "gentoo"',
    ]);
    const labelled = withAgents({}, { base: { ...plain, labels: ["gentoo"] } });
    assert.deepEqual(configurationFindings(labelled), [
      'agents.gentoo.labels: expected a label that base has not, got "gentoo"; a build that asks for it would get either',
    ]);
  });

  it("finds no agent for builds without a label (B-09)", () => {
    const args = withAgents({}, { default: { ...plain, labels: ["own"] } });
    assert.deepEqual(configurationFindings(args), [
      'agents: expected at least one agent for any build, got "none"; builds that ask for no label would wait forever',
    ]);
  });

  it("finds root where every container has to satisfy the restricted level (E-21)", () => {
    assert.deepEqual(configurationFindings(withAgents({ restrictedPodSecurity: true })), [
      "agents.gentoo.containers.gentoo.root: expected false together with agents.cloud.restrictedPodSecurity, got true; Kubernetes refuses root there",
    ]);
  });

  it("finds what is wrong with agents of other parts, too", () => {
    const image = "docker.io/library/alpine:latest";
    const extra: AgentTemplate = {
      ...{ name: "Bad", labels: ["bad"], forAnyBuild: false, arch: "amd64", instanceCap: 11 },
      containers: [{ ...tools, name: "jnlp", image }],
    };
    assert.deepEqual(configurationFindings(configurationArgs({ extraTemplates: [extra] })), [
      'agents.Bad.name: expected a name of lower-case letters, digits and - (RFC 1123), got "Bad"; did you mean "bad"?',
      `agents.Bad.containers.jnlp.image: expected an image with its registry and an exact tag or digest, got "${image}"; a moving tag would change the software on every pod restart`,
      'agents.Bad.containers.jnlp: expected another name than that of the inbound agent, got "jnlp"; set agent for its resources; its command is the plugin\'s own',
      "agents.Bad.instanceCap: expected at most the cloud's cap of 10, got 11",
    ]);
  });
});

const plain: Omit<TemplateSettings, "labels"> = {
  forAnyBuild: false,
  arch: "amd64",
  containers: {},
  volumes: {},
};
