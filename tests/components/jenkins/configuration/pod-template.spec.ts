import assert from "node:assert/strict";

import type { types } from "@pulumi/kubernetes";
import { parse } from "yaml";

import type { TemplateSettings } from "../../../../components/internal/described-agent";
import { named } from "../../../support/find";
import { configurationArgs, templateOf, withAgents } from "./support";

const resources = {
  cpuRequest: "500m",
  cpuLimit: "2",
  memoryRequest: "512Mi",
  memoryLimit: "2Gi",
  ephemeralStorageRequest: "2Gi",
  ephemeralStorageLimit: "20Gi",
};
const tools = { image: "docker.io/library/alpine:3.22.1", resources, root: false };

describe("podTemplate", () => {
  it("keeps agents off other architectures, whatever labels they ask for (A-15)", () => {
    const selector = "kubernetes.io/arch=amd64,kubernetes.io/os=linux";
    assert.equal(templateOf("default").nodeSelector, selector);
    const { nodeSelector } = base({ nodeSelector: { ssd: "true", "kubernetes.io/arch": "arm64" } });
    assert.equal(nodeSelector, `${selector},ssd=true`);
  });

  it("sizes the inbound agent and passes it no arguments (B-08, C-23, C-29)", () => {
    assert.deepEqual(templateOf("default").containers, [
      {
        name: "jnlp",
        image: "docker.io/jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21",
        resourceRequestCpu: "200m",
        resourceRequestMemory: "256Mi",
        resourceRequestEphemeralStorage: "1Gi",
        resourceLimitCpu: "2",
        resourceLimitMemory: "1Gi",
        resourceLimitEphemeralStorage: "10Gi",
      },
    ]);
    const { resourceLimitMemory } = named(base({ agent: resources }).containers, "jnlp");
    assert.equal(resourceLimitMemory, "2Gi");
  });

  it("keeps other containers waiting for their steps (B-10)", () => {
    const { command, args, ttyEnabled, workingDir, envVars } = named(
      templateOf("gentoo").containers,
      "gentoo",
    );
    assert.deepEqual([command, args, ttyEnabled], ["sleep", "infinity", false]);
    assert.equal(workingDir, "/home/jenkins/agent");
    assert.deepEqual(envVars, [{ envVar: { key: "FEATURES", value: "buildpkg" } }]);
  });

  it("takes command, terminal, shell and environment from the settings (B-28)", () => {
    const container = {
      ...tools,
      ...{ command: "/bin/cat", args: "", tty: true, shell: "/busybox/sh", workingDir: "/work" },
      environment: { LANG: "C.UTF-8" },
      secretEnvironment: { SONAR_TOKEN: { secret: "sonar", key: "login" } },
    };
    assert.deepEqual(named(base({ containers: { tools: container } }).containers, "tools"), {
      name: "tools",
      image: "docker.io/library/alpine:3.22.1",
      ...{ command: "/bin/cat", args: "", ttyEnabled: true },
      ...{ shell: "/busybox/sh", workingDir: "/work" },
      envVars: [
        { envVar: { key: "LANG", value: "C.UTF-8" } },
        {
          secretEnvVar: {
            ...{ key: "SONAR_TOKEN", secretName: "sonar", secretKey: "login" },
            optional: false,
          },
        },
      ],
      resourceRequestCpu: "500m",
      resourceRequestMemory: "512Mi",
      resourceRequestEphemeralStorage: "2Gi",
      resourceLimitCpu: "2",
      resourceLimitMemory: "2Gi",
      resourceLimitEphemeralStorage: "20Gi",
    });
  });

  it("mounts claims and temporary folders into all containers", () => {
    assert.deepEqual(templateOf("gentoo").volumes, [
      {
        persistentVolumeClaim: {
          ...{ mountPath: "/var/db/repos", claimName: "repository" },
          readOnly: true,
        },
      },
      { emptyDirVolume: { mountPath: "/var/tmp", memory: false } },
    ]);
    assert.equal("volumes" in templateOf("default"), false);
  });

  it("mounts every other kind of volume; only a ConfigMap as a single file", () => {
    const volumes = {
      "/a": { claim: { name: "m2", readOnly: false } },
      "/b/settings.xml": { configMap: { name: "maven", key: "settings.xml" } },
      "/c": { configMap: { name: "maven" } },
      "/d": { secret: { name: "registries" } },
      "/e": { emptyDir: { memory: true } },
      "/f": { nfs: { server: "nas.example", path: "/volume1/cache", readOnly: true } },
      "/g": { ephemeral: { size: "50Gi", storageClass: "fast" } },
    };
    assert.deepEqual(base({ volumes }).volumes, [
      { persistentVolumeClaim: { mountPath: "/a", claimName: "m2", readOnly: false } },
      {
        configMapVolume: {
          ...{ mountPath: "/b/settings.xml", configMapName: "maven", optional: false },
          subPath: "settings.xml",
        },
      },
      { configMapVolume: { mountPath: "/c", configMapName: "maven", optional: false } },
      { secretVolume: { mountPath: "/d", secretName: "registries", optional: false } },
      { emptyDirVolume: { mountPath: "/e", memory: true } },
      {
        nfsVolume: {
          ...{ mountPath: "/f", serverAddress: "nas.example", serverPath: "/volume1/cache" },
          readOnly: true,
        },
      },
      {
        genericEphemeralVolume: {
          ...{ mountPath: "/g", accessModes: "ReadWriteOnce", requestsSize: "50Gi" },
          storageClassName: "fast",
        },
      },
    ]);
  });

  it("bounds the workspace, and keeps it elsewhere where the settings say so", () => {
    assert.deepEqual(templateOf("default").workspaceVolume, {
      emptyDirWorkspaceVolume: { memory: false, sizeLimit: "10Gi" },
    });
    assert.deepEqual(base({ workspace: { claim: { name: "work" } } }).workspaceVolume, {
      persistentVolumeClaimWorkspaceVolume: { claimName: "work", readOnly: false },
    });
    assert.deepEqual(base({ workspace: { ephemeral: { size: "80Gi" } } }).workspaceVolume, {
      genericEphemeralVolume: { accessModes: "ReadWriteOnce", requestsSize: "80Gi" },
    });
  });

  it("mounts the known hosts where OpenSSH looks, in every template (A-43)", () => {
    const args = configurationArgs({
      knownHosts: { configMapName: "ssh-known-hosts", key: "ssh_known_hosts" },
    });
    for (const name of ["default", "gentoo"])
      assert.deepEqual(templateOf(name, args).volumes?.[0], {
        configMapVolume: {
          ...{ mountPath: "/etc/ssh/ssh_known_hosts", configMapName: "ssh-known-hosts" },
          ...{ optional: false, subPath: "ssh_known_hosts" },
        },
      });
  });

  it("ends every pod some day, and reuses none unless told (B-07, D-17)", () => {
    const { idleMinutes, activeDeadlineSeconds, showRawYaml } = templateOf("default");
    assert.deepEqual([idleMinutes, activeDeadlineSeconds, showRawYaml], [0, 43_200, true]);
    assert.equal("instanceCap" in templateOf("default"), false);
    const limited = base({
      ...{ idleMinutes: 10, activeDeadlineSeconds: 3600, instanceCap: 2, showRawYaml: false },
      ...{ podRetention: "always", inheritFrom: "default", serviceAccount: "deployer" },
    });
    assert.deepEqual(
      [limited.idleMinutes, limited.activeDeadlineSeconds, limited.instanceCap],
      [10, 3600, 2],
    );
    assert.deepEqual([limited.podRetention, limited.inheritFrom], ["always", "default"]);
    assert.deepEqual([limited.serviceAccount, limited.showRawYaml], ["deployer", false]);
  });

  it("gives agent pods no API token, and only the named container root (A-48, E-21)", () => {
    const spec = specOf(templateOf("gentoo").yaml);
    assert.equal(spec.automountServiceAccountToken, false);
    assert.equal(spec.securityContext.seccompProfile.type, "RuntimeDefault");
    assert.deepEqual(spec.containers[0], {
      name: "jnlp",
      securityContext: {
        ...{ runAsUser: 1000, runAsGroup: 1000, runAsNonRoot: true },
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      },
    });
    assert.deepEqual(named(spec.containers, "gentoo").securityContext, {
      ...{ runAsUser: 0, runAsGroup: 0 },
      allowPrivilegeEscalation: false,
    });
    assert.equal(specOf(base({ apiToken: true }).yaml).automountServiceAccountToken, true);
  });

  it("tolerates taints, prefers nodes and fixes the SELinux level in the pod's YAML (A-10, C-29)", () => {
    const spec = specOf(
      base({
        tolerations: { ci: { effect: "NoSchedule" } },
        preferredNodes: { "node-role.kubernetes.io/ci": "" },
        seLinuxLevel: "s0:c35,c75",
      }).yaml,
    );
    assert.deepEqual(spec.tolerations, [{ key: "ci", operator: "Exists", effect: "NoSchedule" }]);
    assert.deepEqual(spec.securityContext.seLinuxOptions, { level: "s0:c35,c75" });
    assert.deepEqual(
      spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]?.preference,
      {
        matchExpressions: [{ key: "node-role.kubernetes.io/ci", operator: "In", values: [""] }],
      },
    );
  });

  it("merges the template's own YAML over that, containers by name (B-22)", () => {
    const spec = specOf(
      base({
        containers: { tools },
        yaml: "spec: {hostname: b, containers: [{name: tools, stdin: true}, {name: side, image: x}]}",
        yamlMergeStrategy: "merge",
      }).yaml,
    );
    assert.equal(spec.hostname, "b");
    assert.equal(spec.automountServiceAccountToken, false);
    assert.deepEqual(
      spec.containers.map(({ name }) => name),
      ["jnlp", "tools", "side"],
    );
    const { stdin, securityContext } = named(spec.containers, "tools");
    assert.deepEqual([stdin, securityContext.runAsUser], [true, 1000]);
  });
});

const plain: Omit<TemplateSettings, "labels"> = {
  forAnyBuild: false,
  arch: "amd64",
  containers: {},
  volumes: {},
};

function base(changes: Partial<TemplateSettings>) {
  return templateOf("base", withAgents({}, { base: { ...plain, labels: ["base"], ...changes } }));
}

function specOf(yaml: string): types.output.core.v1.PodSpec {
  return (parse(yaml) as { spec: types.output.core.v1.PodSpec }).spec;
}
