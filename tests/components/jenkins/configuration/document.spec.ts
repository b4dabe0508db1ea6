import assert from "node:assert/strict";

import type { types } from "@pulumi/kubernetes";
import { parse } from "yaml";

import {
  configurationDocument,
  type ConfigurationArgs,
} from "../../../../components/jenkins/configuration/document";
import { configurationYaml } from "../../../../components/jenkins/configuration/yaml";
import { endpoints, prefixOf } from "../../../../components/jenkins/endpoints";
import { named, single } from "../../../support/find";
import type { AgentTemplate } from "../../../../components/internal/agent-template";

const everyBuild: AgentTemplate = {
  name: "default",
  labels: ["default", "linux"],
  forAnyBuild: true,
  arch: "amd64",
};
const builder: AgentTemplate = {
  name: "gentoo",
  labels: ["gentoo"],
  forAnyBuild: false,
  arch: "amd64",
  containers: [
    {
      name: "gentoo",
      image: "docker.io/gentoo/stage3:nomultilib-20260824",
      environment: { FEATURES: "buildpkg" },
      resources: { cpuRequest: "1", cpuLimit: "4", memoryRequest: "2Gi", memoryLimit: "8Gi" },
      root: true,
    },
  ],
  volumes: [
    { mountPath: "/var/db/repos", claimName: "repository", readOnly: true },
    { mountPath: "/var/tmp" },
  ],
};

// Shows what Jenkins is given; that Jenkins takes it needs a Jenkins.
describe("configurationDocument", () => {
  it("has no key that a current Jenkins refuses, and opens nothing (C-15)", () => {
    assert.deepEqual(Object.keys(rendered()), ["jenkins", "security", "unclassified"]);
    assert.deepEqual(Object.keys(rendered().jenkins), [
      "mode",
      "numExecutors",
      "slaveAgentPort",
      "securityRealm",
      "authorizationStrategy",
      "clouds",
    ]);
    assert.deepEqual(rendered().jenkins.authorizationStrategy, {
      loggedInUsersCanDoAnything: { allowAnonymousRead: false },
    });
  });

  it("takes the administrator from the mounted Secret and lets nobody sign up (C-09, E-13)", () => {
    assert.deepEqual(rendered().jenkins.securityRealm, {
      local: {
        allowsSignup: false,
        users: [{ id: "${jenkins-admin-user}", password: "${jenkins-admin-password}" }],
      },
    });
  });

  it("runs no build on the controller and still serves 'agent any' (B-09, C-19)", () => {
    const { mode, numExecutors } = rendered().jenkins;
    assert.deepEqual([mode, numExecutors], ["EXCLUSIVE", 0]);
    assert.deepEqual(
      cloud().templates.map(({ name, nodeUsageMode }) => [name, nodeUsageMode]),
      [
        ["default", "NORMAL"],
        ["gentoo", "EXCLUSIVE"],
      ],
    );
  });

  it("derives every address of the controller from one place (A-07, C-22, E-14)", () => {
    assert.equal(cloud().jenkinsUrl, "http://jenkins.jenkins.svc:8080");
    assert.equal(cloud().jenkinsTunnel, "jenkins-agent.jenkins.svc:50000");
    assert.equal(rendered().jenkins.slaveAgentPort, 50000);
    assert.deepEqual(rendered().unclassified.location, { url: "https://jenkins.example/" });
  });

  it("carries the prefix of the address on the way agents take", () => {
    const { jenkinsUrl } = cloud(args("https://example.org/jenkins/"));
    assert.equal(jenkinsUrl, "http://jenkins.jenkins.svc:8080/jenkins");
  });

  it("discovers the API server from the pod, credentials and verification included (A-06, C-28)", () => {
    for (const key of ["serverUrl", "serverCertificate", "skipTlsVerify", "credentialsId"])
      assert.equal(key in cloud(), false, key);
  });

  it("caps the pods and leaves connections enough for their steps", () => {
    assert.equal(cloud().containerCapStr, "10");
    assert.equal(cloud().maxRequestsPerHostStr, "40");
  });

  it("gives each template a stable id and no pull secret (A-42, B-07)", () => {
    for (const template of cloud().templates) {
      assert.equal(template.id, template.name);
      assert.equal(template.podRetention, "never");
      assert.equal(template.serviceAccount, "jenkins-agent");
      assert.equal("imagePullSecrets" in template, false);
      assert.equal("namespace" in template, false);
    }
  });

  it("keeps agents off other architectures (A-15)", () => {
    for (const { nodeSelector } of cloud().templates)
      assert.equal(nodeSelector, "kubernetes.io/arch=amd64,kubernetes.io/os=linux");
  });

  it("sizes the inbound agent and passes it no arguments (B-08, C-23)", () => {
    assert.deepEqual(named(cloud().templates, "default").containers, [
      {
        name: "jnlp",
        image: "docker.io/jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21",
        resourceRequestCpu: "200m",
        resourceRequestMemory: "256Mi",
        resourceLimitCpu: "2",
        resourceLimitMemory: "1Gi",
      },
    ]);
  });

  it("keeps other containers waiting for their steps (B-10)", () => {
    const container = named(named(cloud().templates, "gentoo").containers, "gentoo");
    assert.deepEqual([container.command, container.args], ["sleep", "infinity"]);
    assert.deepEqual(container.envVars, [{ envVar: { key: "FEATURES", value: "buildpkg" } }]);
  });

  it("mounts claims and temporary folders into all containers", () => {
    assert.deepEqual(named(cloud().templates, "gentoo").volumes, [
      {
        persistentVolumeClaim: {
          mountPath: "/var/db/repos",
          claimName: "repository",
          readOnly: true,
        },
      },
      { emptyDirVolume: { mountPath: "/var/tmp", memory: false } },
    ]);
    assert.equal("volumes" in named(cloud().templates, "default"), false);
  });

  it("gives agent pods no API token, and only the named container root (A-48, E-21)", () => {
    const [first, second] = cloud().templates.map(({ yaml }) => (parse(yaml) as Pod).spec);
    assert.ok(first !== undefined && second !== undefined);
    assert.equal(first.automountServiceAccountToken, false);
    assert.equal(first.securityContext.seccompProfile.type, "RuntimeDefault");
    assert.deepEqual(first.containers, [
      {
        name: "jnlp",
        securityContext: {
          runAsUser: 1000,
          runAsGroup: 1000,
          runAsNonRoot: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
        },
      },
    ]);
    const users = second.containers.map(({ name, securityContext }) => [
      name,
      securityContext.runAsUser,
    ]);
    assert.deepEqual(users, [
      ["jnlp", 1000],
      ["gentoo", 0],
    ]);
  });
});

interface Pod {
  readonly spec: types.output.core.v1.PodSpec;
}

function args(url = "https://jenkins.example/"): ConfigurationArgs {
  return {
    url,
    cloud: {
      ...endpoints("jenkins", prefixOf(url)),
      jobsNamespace: "jenkins-jobs",
      containerCap: 10,
      agentImage: "docker.io/jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21",
      agentServiceAccount: "jenkins-agent",
      templates: [everyBuild, builder],
    },
  };
}

function rendered(configuration = args()): ReturnType<typeof configurationDocument> {
  return parse(configurationYaml(configurationDocument(configuration))) as ReturnType<
    typeof configurationDocument
  >;
}

function cloud(configuration = args()) {
  return single(rendered(configuration).jenkins.clouds).kubernetes;
}
