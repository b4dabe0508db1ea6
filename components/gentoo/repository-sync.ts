import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { readable, refuse } from "../internal/arguments";
import { parseCronSchedule } from "../internal/cron-schedule";
import { parseDatedImage } from "../internal/image";
import { labels } from "../internal/labels";
import type { Architecture } from "../internal/node-affinity";
import { typeToken } from "../internal/type-token";
import { firstFillScript, reposConf, syncScript } from "./repository";
import { syncPod } from "./sync-pod";

/** Arguments of {@link RepositorySync}. */
export interface RepositorySyncArgs {
  /** Namespace of the claim and so of everything that mounts it. */
  readonly namespace: pulumi.Input<string>;
  /** Claim of the repository's volume; its files belong to 250:250. */
  readonly claimName: pulumi.Input<string>;
  /** A dated Gentoo stage3. */
  readonly image: string;
  readonly arch: Architecture;
  /** Schedule of the daily sync in UTC. Gentoo's mirrors ask for at most one a day. */
  readonly schedule: string;
  /** ServiceAccount that may pull the image. */
  readonly serviceAccount: pulumi.Input<string>;
}

/**
 * Keeps one Gentoo ebuild repository on a shared volume: filled once, then synced every day.
 *
 * Readers mount the volume at the same path, read-only. Nothing here deletes the repository.
 */
export class RepositorySync extends pulumi.ComponentResource {
  constructor(name: string, args: RepositorySyncArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("RepositorySync"), name, {}, opts);
    const common = { namespace: args.namespace, labels: labels("gentoo-repository") };

    const configuration = new k8s.core.v1.ConfigMap(
      `${name}-repos-conf`,
      // Without a name of its own and immutable: a change is a new object, and the pods that mount it follow.
      { metadata: common, immutable: true, data: { "gentoo.conf": reposConf() } },
      { parent: this },
    );
    const pod = { ...args, reposConf: configuration.metadata.name };

    const firstFill = new k8s.batch.v1.Job(
      `${name}-first-fill`,
      {
        // Finished, it stays: removed, it would be missing from the cluster at the next refresh and run again.
        metadata: { ...common, name: `${name}-first-fill` },
        spec: {
          backoffLimit: 3,
          activeDeadlineSeconds: 3600,
          template: syncPod(pod, firstFillScript()),
        },
      },
      { parent: this, customTimeouts: { create: "65m" } },
    );

    new k8s.batch.v1.CronJob(
      `${name}-sync`,
      {
        metadata: { ...common, name: `${name}-sync` },
        spec: {
          schedule: args.schedule,
          timeZone: "Etc/UTC",
          // There is no repository lock: two syncs at once destroy each other's work.
          concurrencyPolicy: "Forbid",
          startingDeadlineSeconds: 3600,
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 3,
          jobTemplate: {
            metadata: { labels: labels("gentoo-repository") },
            spec: {
              backoffLimit: 1,
              activeDeadlineSeconds: 3600,
              template: syncPod(pod, syncScript()),
            },
          },
        },
      },
      // The sync publishes into what the first fill has made; no value says so.
      { parent: this, dependsOn: [firstFill] },
    );

    this.registerOutputs({});
  }
}

function check(name: string, { image, schedule }: RepositorySyncArgs): void {
  refuse("RepositorySync", name, [
    readable("image", parseDatedImage, image),
    readable("schedule", parseCronSchedule, schedule),
  ]);
}
