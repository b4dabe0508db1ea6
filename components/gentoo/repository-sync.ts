import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { expected, readable, refuse } from "../internal/arguments";
import { parseCronSchedule } from "../internal/cron-schedule";
import { parseDatedImage } from "../internal/image";
import { parseSubdomain } from "../internal/kubernetes-name";
import { labels } from "../internal/labels";
import { parseSeLinuxLevel } from "../internal/selinux";
import { typeToken } from "../internal/type-token";
import { noPrivilege, portagePod, type PodMount, type PodPlace } from "./portage-pod";
import { quietSchedule } from "./quiet-schedule";
import { repositoriesPath, reposConf } from "./repository";
import { copyScript, fillTarget, firstFillScript, syncScript } from "./writer-scripts";

const component = "gentoo-repository";

/** Arguments of {@link RepositorySync}. */
export interface RepositorySyncArgs extends PodPlace {
  /** Namespace of the claim and so of everything that mounts it. */
  readonly namespace: pulumi.Input<string>;
  /** Claim of the repository's volume; its files belong to 250:250. */
  readonly claimName: pulumi.Input<string>;
  /** A dated Gentoo stage3. */
  readonly image: string;
  /**
   * What an empty volume is filled from.
   *
   * @default "webrsync"
   */
  readonly fill?: "webrsync" | "image";
  /** With the fill `image`: a dated `gentoo/portage`. */
  readonly portageImage?: string;
  /**
   * Schedule of the daily sync in UTC. Gentoo's mirrors ask for at most one a day.
   *
   * @default - a minute between 02:00 and 05:59 that follows from the seed
   */
  readonly schedule?: string | undefined;
  /**
   * What tells this stack from others.
   *
   * @default - the name of the component
   */
  readonly seed?: string;
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
    const common = { namespace: args.namespace, labels: labels(component) };

    const configuration = new k8s.core.v1.ConfigMap(
      `${name}-repos-conf`,
      // Without a name of its own and immutable: a change is a new object, and the pods that mount it follow.
      { metadata: common, immutable: true, data: { "gentoo.conf": reposConf() } },
      { parent: this },
    );
    const pod = writerPod(args, configuration.metadata.name);

    const firstFill = new k8s.batch.v1.Job(
      `${name}-first-fill`,
      {
        // Finished, it stays: removed, it would be missing from the cluster at the next refresh and run again.
        metadata: { ...common, name: `${name}-first-fill` },
        spec: {
          backoffLimit: 3,
          activeDeadlineSeconds: 3600,
          template: pod(firstFillScript(args.fill ?? "webrsync"), args.portageImage),
        },
      },
      { parent: this, customTimeouts: { create: "65m" } },
    );

    new k8s.batch.v1.CronJob(
      `${name}-sync`,
      {
        metadata: { ...common, name: `${name}-sync` },
        spec: {
          schedule: args.schedule ?? quietSchedule(args.seed ?? name),
          timeZone: "Etc/UTC",
          // There is no repository lock: two syncs at once destroy each other's work.
          concurrencyPolicy: "Forbid",
          startingDeadlineSeconds: 3600,
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 3,
          jobTemplate: {
            metadata: { labels: labels(component) },
            spec: { backoffLimit: 1, activeDeadlineSeconds: 3600, template: pod(syncScript()) },
          },
        },
      },
      // The sync publishes into what the first fill has made; no value says so.
      { parent: this, dependsOn: [firstFill] },
    );

    this.registerOutputs({});
  }
}

/** Pods that write the repository: one script, and with an image first what copies its tree. */
function writerPod(args: RepositorySyncArgs, reposConfName: pulumi.Input<string>) {
  const repositories: PodMount = {
    name: "repositories",
    mountPath: repositoriesPath,
    source: { persistentVolumeClaim: { claimName: args.claimName } },
  };
  const mounts: PodMount[] = [
    repositories,
    {
      name: "repos-conf",
      mountPath: "/etc/portage/repos.conf",
      readOnly: true,
      source: { configMap: { name: reposConfName } },
    },
    // The whole tree is unpacked here before it is copied.
    { name: "temporary", mountPath: "/var/tmp", source: { emptyDir: { sizeLimit: "4Gi" } } },
  ];
  return (script: string, portageImage?: string) =>
    portagePod(args, {
      ...{ component, image: args.image, mounts, command: ["/bin/sh", "-c", script] },
      ...(portageImage === undefined ? {} : { initContainers: [copyContainer(portageImage)] }),
    });
}

function copyContainer(image: string): k8s.types.input.core.v1.Container {
  return {
    name: "copy",
    image,
    imagePullPolicy: "IfNotPresent",
    command: ["/bin/sh", "-c", copyScript()],
    resources: {
      requests: { cpu: "200m", memory: "64Mi" },
      limits: { cpu: "2", memory: "256Mi" },
    },
    securityContext: noPrivilege,
    volumeMounts: [{ name: "repositories", mountPath: fillTarget }],
  };
}

function check(name: string, args: RepositorySyncArgs): void {
  const { image, fill, portageImage, schedule, node, seLinuxLevel } = args;
  refuse("RepositorySync", name, [
    readable("image", parseDatedImage, image),
    ...(portageImage === undefined
      ? []
      : [readable("portageImage", parseDatedImage, portageImage)]),
    expected(
      (fill === "image") === (portageImage !== undefined),
      "portageImage",
      fill === "image" ? "an image with the tree" : 'none without the fill "image"',
      portageImage,
    ),
    ...(schedule === undefined ? [] : [readable("schedule", parseCronSchedule, schedule)]),
    ...(node === undefined ? [] : [readable("node", parseSubdomain, node)]),
    ...(seLinuxLevel === undefined
      ? []
      : [readable("seLinuxLevel", parseSeLinuxLevel, seLinuxLevel)]),
  ]);
}
