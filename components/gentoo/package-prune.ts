import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { expected, readable, refuse } from "../internal/arguments";
import { parseCronSchedule } from "../internal/cron-schedule";
import { parseDatedImage } from "../internal/image";
import { labels } from "../internal/labels";
import { typeToken } from "../internal/type-token";
import { portagePod, type PodMount, type PodPlace } from "./portage-pod";
import { pruneScript } from "./prune-script";
import { binaryPackagesPath, distfilesPath, repositoriesPath } from "./repository";
import type { PruneSettings } from "./settings";

const component = "gentoo-prune";

/** Arguments of {@link PackagePrune}. */
export interface PackagePruneArgs extends PodPlace {
  readonly namespace: pulumi.Input<string>;
  /** A dated Gentoo stage3. */
  readonly image: string;
  readonly prune: PruneSettings;
  /** Claim of the repository, which Portage wants to see; it is only read. */
  readonly repository: pulumi.Input<string>;
  /** Claim of the binary packages. */
  readonly binaryPackages: pulumi.Input<string>;
  /**
   * Claim of the distfiles.
   *
   * @default - there are none to remove
   */
  readonly distfiles?: pulumi.Input<string> | undefined;
}

/** Removes old binary packages and distfiles at an hour without builds, and repairs the packages' index. */
export class PackagePrune extends pulumi.ComponentResource {
  constructor(name: string, args: PackagePruneArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("PackagePrune"), name, {}, opts);

    new k8s.batch.v1.CronJob(
      name,
      {
        metadata: { name, namespace: args.namespace, labels: labels(component) },
        spec: {
          schedule: args.prune.schedule,
          timeZone: "Etc/UTC",
          concurrencyPolicy: "Forbid",
          // An hour later builds may be running.
          startingDeadlineSeconds: 900,
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 3,
          jobTemplate: {
            metadata: { labels: labels(component) },
            spec: { backoffLimit: 0, activeDeadlineSeconds: 3600, template: prunePod(args) },
          },
        },
      },
      { parent: this },
    );

    this.registerOutputs({});
  }
}

function prunePod(args: PackagePruneArgs): k8s.types.input.core.v1.PodTemplateSpec {
  const { packageDays, keepNewest, distfileDays } = args.prune;
  return portagePod(args, {
    component,
    image: args.image,
    command: ["/usr/bin/python3", "-c", pruneScript],
    environment: {
      PKGDIR: binaryPackagesPath,
      PACKAGE_DAYS: String(packageDays),
      KEEP_NEWEST: String(keepNewest),
      // A build holds it for as long as it takes to add one package.
      LOCK_SECONDS: "600",
      ...(args.distfiles === undefined
        ? {}
        : { DISTDIR: distfilesPath, DISTFILE_DAYS: String(distfileDays) }),
    },
    mounts: [
      claimMount("repositories", repositoriesPath, args.repository, true),
      claimMount("binary-packages", binaryPackagesPath, args.binaryPackages, false),
      ...(args.distfiles === undefined
        ? []
        : [claimMount("distfiles", distfilesPath, args.distfiles, false)]),
      { name: "temporary", mountPath: "/var/tmp", source: { emptyDir: { sizeLimit: "1Gi" } } },
    ],
  });
}

function claimMount(
  name: string,
  mountPath: string,
  claimName: pulumi.Input<string>,
  readOnly: boolean,
): PodMount {
  return { name, mountPath, readOnly, source: { persistentVolumeClaim: { claimName } } };
}

function check(name: string, { image, prune }: PackagePruneArgs): void {
  refuse("PackagePrune", name, [
    readable("image", parseDatedImage, image),
    readable("prune.schedule", parseCronSchedule, prune.schedule),
    ...(["packageDays", "keepNewest", "distfileDays"] as const).map((field) =>
      expected(
        Number.isInteger(prune[field]) && prune[field] >= 1,
        `prune.${field}`,
        "a whole number from 1",
        prune[field],
      ),
    ),
  ]);
}
