import assert from "node:assert/strict";

import {
  RepositorySync,
  type RepositorySyncArgs,
} from "../../../components/gentoo/repository-sync";
import { construct, type Deployment } from "../../support/deploy";
import { named, single } from "../../support/find";

const args: RepositorySyncArgs = {
  namespace: "jenkins-jobs",
  claimName: "gentoo-repository",
  image: "docker.io/gentoo/stage3:nomultilib-20260824",
  arch: "amd64",
  schedule: "47 3 * * *",
  serviceAccount: "jenkins-agent",
};

describe("RepositorySync", () => {
  let deployment: Deployment;

  beforeEach(async () => {
    deployment = await construct(() => new RepositorySync("repository", args));
  });

  it("fills once: the finished Job stays and is never collected (A-63)", () => {
    const { spec, metadata } = deployment.only("Job").inputs;
    assert.equal(metadata.name, "repository-first-fill");
    assert.equal("ttlSecondsAfterFinished" in spec, false);
  });

  it("syncs daily, after the first fill, and never twice at once (A-64)", () => {
    const { inputs, opts } = deployment.only("CronJob");
    assert.equal(inputs.spec.schedule, "47 3 * * *");
    assert.equal(inputs.spec.timeZone, "Etc/UTC");
    assert.equal(inputs.spec.concurrencyPolicy, "Forbid");
    const [first] = opts.dependsOn as object[];
    assert.equal(first?.constructor.name, "Job");
  });

  it("mounts the volume at the parent of the repository, which Portage exchanges (A-62)", () => {
    for (const { containers, volumes } of pods()) {
      const mount = named(single(containers).volumeMounts, "repositories");
      assert.equal(mount.mountPath, "/var/db/repos");
      const volume = named(volumes, "repositories");
      assert.equal(volume.persistentVolumeClaim.claimName, "gentoo-repository");
    }
  });

  it("has room to unpack the whole tree", () => {
    for (const { containers, volumes } of pods()) {
      const mount = named(single(containers).volumeMounts, "temporary");
      assert.equal(mount.mountPath, "/var/tmp");
      const volume = named(volumes, "temporary");
      assert.deepEqual(volume.emptyDir, { sizeLimit: "4Gi" });
    }
  });

  it("runs as Portage's user without any privilege (E-21)", () => {
    for (const { securityContext, containers } of pods()) {
      assert.deepEqual(
        [securityContext.runAsUser, securityContext.runAsGroup, securityContext.runAsNonRoot],
        [250, 250, true],
      );
      assert.deepEqual(single(containers).securityContext, {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      });
    }
  });

  it("stays off other architectures (A-15)", () => {
    for (const { nodeSelector } of pods())
      assert.deepEqual(nodeSelector, {
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/os": "linux",
      });
  });

  it("pulls as the agents do and gets no API token (A-42, A-48)", () => {
    for (const { serviceAccountName, automountServiceAccountToken } of pods()) {
      assert.equal(serviceAccountName, "jenkins-agent");
      assert.equal(automountServiceAccountToken, false);
    }
  });

  it("states requests and limits (E-02)", () => {
    for (const { containers } of pods()) {
      assert.deepEqual(Object.keys(single(containers).resources.requests), ["cpu", "memory"]);
      assert.deepEqual(Object.keys(single(containers).resources.limits), ["cpu", "memory"]);
    }
  });

  it("gives a changed configuration a new name, which the pods follow", () => {
    const { inputs } = deployment.only("ConfigMap");
    assert.equal(inputs.immutable, true);
    assert.equal("name" in inputs.metadata, false);
    for (const { volumes } of pods()) {
      const volume = named(volumes, "repos-conf");
      assert.match(volume.configMap.name, /^repository-repos-conf-/);
    }
  });

  /** Pod specifications of the first fill and of the daily sync. */
  function pods() {
    return [
      deployment.only("Job").inputs.spec.template.spec,
      deployment.only("CronJob").inputs.spec.jobTemplate.spec.template.spec,
    ] as const;
  }

  it("gives every pod the same SELinux level and node, where they are set (A-68)", async () => {
    const placed = { ...args, seLinuxLevel: "s0:c101,c202", node: "worker-1" };
    deployment = await construct(() => new RepositorySync("repository", placed));
    for (const { securityContext, nodeSelector } of pods()) {
      assert.deepEqual(securityContext.seLinuxOptions, { level: "s0:c101,c202" });
      assert.equal(nodeSelector["kubernetes.io/hostname"], "worker-1");
    }
  });

  it("chooses a minute of its own when the settings name none, the same at every run (A-64)", async () => {
    const schedules = [];
    for (const seed of ["home", "home", "work"]) {
      const chosen = { ...args, schedule: undefined, seed };
      const made = await construct(() => new RepositorySync("repository", chosen));
      schedules.push(made.only("CronJob").inputs.spec.schedule);
    }
    const [first, again, other] = schedules;
    assert.equal(first, again);
    assert.notEqual(first, other);
  });

  it("copies the tree of an image before it publishes, and then asks no mirror for a snapshot", async () => {
    const portageImage = "docker.io/gentoo/portage:20260824";
    const filled = { ...args, fill: "image" as const, portageImage };
    deployment = await construct(() => new RepositorySync("repository", filled));
    const [fill, sync] = pods();
    const copy = single(fill.initContainers);
    assert.equal(copy.image, portageImage);
    // Mounted at the usual place, the volume would hide the tree in the image.
    assert.deepEqual(copy.volumeMounts, [{ name: "repositories", mountPath: "/target" }]);
    assert.deepEqual(copy.securityContext, single(fill.containers).securityContext);
    assert.doesNotMatch(single(fill.containers).command[2] ?? "", /webrsync/);
    assert.equal("initContainers" in sync, false);
  });

  it("rejects an image without a date and a schedule that is none", async () => {
    const bad = { ...args, image: "docker.io/gentoo/stage3:latest", schedule: "daily" };
    await assert.rejects(
      construct(() => new RepositorySync("repository", bad)),
      {
        message: [
          'invalid arguments for RepositorySync "repository"',
          'image: expected an image with a dated tag such as "nomultilib-20260824", or a digest, got "docker.io/gentoo/stage3:latest"; a moving tag would change the software on every pod restart',
          'schedule: expected a schedule of five fields such as "47 3 * * *", got "daily"',
        ].join("\n"),
      },
    );
  });

  it("rejects a fill from an image that is not there, a label for a level, and a node that is none", async () => {
    const bad = { ...args, fill: "image" as const, seLinuxLevel: "s0", node: "Worker 1" };
    await assert.rejects(
      construct(() => new RepositorySync("repository", bad)),
      {
        message: [
          'invalid arguments for RepositorySync "repository"',
          'node: expected a name of lower-case letters, digits, - and . (RFC 1123), got "Worker 1"',
          "portageImage: expected an image with the tree, got nothing",
          'seLinuxLevel: expected an SELinux level such as "s0:c35,c75", got "s0"; two categories keep other pods from the files',
        ].join("\n"),
      },
    );
  });
});
