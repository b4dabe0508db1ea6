import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { gentooBuilds } from "../../../components/gentoo/gentoo-builds";
import type { GentooSettings } from "../../../components/gentoo/settings";
import { gentooVolumes } from "../../../components/gentoo/volumes";
import { deploy, type Deployment } from "../../support/deploy";

const settings: GentooSettings = {
  image: "docker.io/gentoo/stage3:nomultilib-20260824",
  fill: "webrsync",
  repository: { export: "/volume1/gentoo-repos", size: "16Gi" },
  binaryPackages: { export: "/volume1/gentoo-binpkgs", size: "100Gi" },
  prune: { schedule: "17 12 * * 0", packageDays: 90, keepNewest: 3, distfileDays: 180 },
  arch: "amd64",
};

const everything: GentooSettings = {
  ...settings,
  distfiles: { storageClass: "longhorn-rwx", size: "50Gi" },
  compilerCache: { storageClass: "longhorn-rwx", size: "20Gi" },
  seLinuxLevel: "s0:c101,c202",
  node: "worker-1",
  rsync: {
    image: "docker.io/gentoo/stage3:nomultilib-20260824",
    networks: ["10.1.0.0/16"],
    service: "ClusterIP",
    password: true,
    maxConnections: 8,
    timeoutSeconds: 600,
  },
};

describe("gentooVolumes", () => {
  it("names the volumes that are asked for by their claims", () => {
    assert.deepEqual(Object.keys(gentooVolumes(settings)), [
      "gentoo-repository",
      "gentoo-binary-packages",
    ]);
    assert.deepEqual(gentooVolumes(everything)["gentoo-distfiles"], everything.distfiles);
    assert.equal(Object.keys(gentooVolumes(everything)).length, 4);
  });
});

describe("gentooBuilds", () => {
  it("keeps two volumes, and serves nobody unless asked to", async () => {
    const deployment = await built(settings);
    assert.deepEqual(deployment.inventory(), [
      "/PackagePrune/gentoo-prune",
      "/RepositorySync/gentoo-repository",
      "gentoo-prune/CronJob/gentoo-prune",
      "gentoo-repository/ConfigMap/gentoo-repository-repos-conf",
      "gentoo-repository/CronJob/gentoo-repository-sync",
      "gentoo-repository/Job/gentoo-repository-first-fill",
    ]);
    assert.deepEqual(deployment.outputs["open"], {});
    assert.equal(deployment.outputs["clientFiles"], undefined);
    assert.equal(deployment.outputs["rsyncPasswordCommand"], undefined);
  });

  it("serves machines outside once something is published (A-67)", async () => {
    const deployment = await built(everything);
    assert.deepEqual(
      deployment.inventory().filter((line) => line.includes("gentoo-rsync")),
      [
        "/RsyncShare/gentoo-rsync",
        "gentoo-rsync/ConfigMap/gentoo-rsync-configuration",
        "gentoo-rsync/Deployment/gentoo-rsync",
        "gentoo-rsync/RandomPassword/gentoo-rsync-password",
        "gentoo-rsync/Secret/gentoo-rsync-password",
        "gentoo-rsync/Service/gentoo-rsync",
      ],
    );
    const share = deployment.resources.find(({ type }) => type.endsWith(":RsyncShare"));
    const [before] = share?.opts.dependsOn as object[];
    assert.equal(before?.constructor.name, "RepositorySync");
  });

  it("gives all pods of the volumes one SELinux level and one node (A-68)", async () => {
    const deployment = await built(everything);
    const pods = [
      deployment.only("Job").inputs.spec.template.spec,
      ...deployment.all("CronJob").map(({ inputs }) => inputs.spec.jobTemplate.spec.template.spec),
      deployment.only("Deployment").inputs.spec.template.spec,
    ];
    assert.equal(pods.length, 4);
    for (const { securityContext, nodeSelector } of pods) {
      assert.equal(securityContext.seLinuxOptions.level, "s0:c101,c202");
      assert.equal(securityContext.runAsUser, 250);
      assert.equal(nodeSelector["kubernetes.io/hostname"], "worker-1");
    }
    const [agent] = deployment.outputs["agents"] as ReturnType<typeof gentooBuilds>["agents"];
    assert.equal(agent?.seLinuxLevel, "s0:c101,c202");
    assert.deepEqual(agent.nodeSelector, { "kubernetes.io/hostname": "worker-1" });
    assert.equal(agent.volumes?.length, 5);
  });

  it("says what its pods take and reach (C-26, E-04, E-25)", async () => {
    const { outputs } = await built(everything);
    const { stackPods, reach, open } = outputs as unknown as ReturnType<typeof gentooBuilds>;
    assert.deepEqual(
      Object.entries(stackPods).map(([name, { pods, resources }]) => [
        name,
        pods,
        resources.memoryLimit,
      ]),
      [
        ["gentoo-repository", 2, "2Gi"],
        ["gentoo-prune", 1, "2Gi"],
        ["gentoo-rsync", 2, "1Gi"],
      ],
    );
    assert.deepEqual(reach["gentoo-repository"]?.ports, [80, 443, 873]);
    assert.deepEqual(open["gentoo-rsync"]?.ports, [8730]);
  });

  it("prunes distfiles only where there is a volume for them", async () => {
    const volumes = async (changed: GentooSettings) =>
      (await built(changed))
        .only("CronJob", "gentoo-prune")
        .inputs.spec.jobTemplate.spec.template.spec.volumes.map(({ name }) => name);
    assert.equal((await volumes(settings)).includes("distfiles"), false);
    assert.equal((await volumes(everything)).includes("distfiles"), true);
  });

  it("makes the same objects in a preview", async () => {
    const inventory = (await built(everything, true)).inventory();
    assert.deepEqual(inventory, (await built(everything)).inventory());
  });
});

function built(changed: GentooSettings, preview = false): Promise<Deployment> {
  const names = Object.keys(gentooVolumes(changed));
  return deploy(
    () =>
      gentooBuilds(
        changed,
        {
          namespace: "jenkins-jobs",
          serviceAccount: "jenkins-agent",
          claims: Object.fromEntries(names.map((name) => [name, pulumi.output(name)])),
          seed: "test",
        },
        {},
      ),
    { preview },
  );
}
