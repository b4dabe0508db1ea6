import assert from "node:assert/strict";

import { PackagePrune, type PackagePruneArgs } from "../../../components/gentoo/package-prune";
import { construct } from "../../support/deploy";
import { named, single } from "../../support/find";

const args: PackagePruneArgs = {
  namespace: "jenkins-jobs",
  image: "docker.io/gentoo/stage3:nomultilib-20260824",
  arch: "amd64",
  serviceAccount: "jenkins-agent",
  prune: { schedule: "17 12 * * 0", packageDays: 90, keepNewest: 3, distfileDays: 180 },
  repository: "gentoo-repository",
  binaryPackages: "gentoo-binary-packages",
  distfiles: "gentoo-distfiles",
};

describe("PackagePrune", () => {
  it("runs at its hour, alone, and not an hour later", async () => {
    const { spec } = await cronJob();
    assert.equal(spec.schedule, "17 12 * * 0");
    assert.equal(spec.timeZone, "Etc/UTC");
    assert.equal(spec.concurrencyPolicy, "Forbid");
    assert.equal(spec.startingDeadlineSeconds, 900);
    assert.equal(spec.jobTemplate.spec.backoffLimit, 0);
  });

  it("writes to the packages and the distfiles, and only reads the repository (A-66)", async () => {
    const { containers, volumes } = (await cronJob()).spec.jobTemplate.spec.template.spec;
    assert.deepEqual(single(containers).volumeMounts.slice(0, 3), [
      { name: "repositories", mountPath: "/var/db/repos", readOnly: true },
      { name: "binary-packages", mountPath: "/var/cache/binpkgs" },
      { name: "distfiles", mountPath: "/var/cache/distfiles" },
    ]);
    assert.equal(named(volumes, "distfiles").persistentVolumeClaim.claimName, "gentoo-distfiles");
  });

  it("is told what to keep", async () => {
    assert.deepEqual(await environment(args), {
      HOME: "/var/tmp",
      PKGDIR: "/var/cache/binpkgs",
      PACKAGE_DAYS: "90",
      KEEP_NEWEST: "3",
      LOCK_SECONDS: "600",
      DISTDIR: "/var/cache/distfiles",
      DISTFILE_DAYS: "180",
    });
  });

  it("knows nothing of distfiles where there is no volume for them", async () => {
    const names = Object.keys(await environment({ ...args, distfiles: undefined }));
    assert.deepEqual(names, ["HOME", "PKGDIR", "PACKAGE_DAYS", "KEEP_NEWEST", "LOCK_SECONDS"]);
  });

  it("runs as Portage's user without any privilege, on the right nodes (A-15, E-21)", async () => {
    const pod = (await cronJob()).spec.jobTemplate.spec.template.spec;
    assert.deepEqual(
      [pod.securityContext.runAsUser, pod.securityContext.runAsNonRoot],
      [250, true],
    );
    assert.deepEqual(single(pod.containers).securityContext, {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    });
    assert.equal(pod.nodeSelector["kubernetes.io/arch"], "amd64");
    assert.equal(pod.automountServiceAccountToken, false);
  });

  it("rejects limits that keep nothing, and a schedule that is none", async () => {
    const prune = { schedule: "weekly", packageDays: 0, keepNewest: 0, distfileDays: 0.5 };
    await assert.rejects(
      construct(() => new PackagePrune("prune", { ...args, prune })),
      {
        message: [
          'invalid arguments for PackagePrune "prune"',
          "prune.distfileDays: expected a whole number from 1, got 0.5",
          "prune.keepNewest: expected a whole number from 1, got 0",
          "prune.packageDays: expected a whole number from 1, got 0",
          'prune.schedule: expected a schedule of five fields such as "47 3 * * *", got "weekly"',
        ].join("\n"),
      },
    );
  });
});

async function cronJob(changed: PackagePruneArgs = args) {
  return (await construct(() => new PackagePrune("prune", changed))).only("CronJob").inputs;
}

async function environment(changed: PackagePruneArgs): Promise<Record<string, string>> {
  const { containers } = (await cronJob(changed)).spec.jobTemplate.spec.template.spec;
  return Object.fromEntries(single(containers).env.map(({ name, value }) => [name, value]));
}
