import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { readable, refuse } from "../../internal/arguments";
import { parseImage } from "../../internal/image";
import { parseIqn } from "../../internal/iqn";
import { parseName } from "../../internal/kubernetes-name";
import { labels } from "../../internal/labels";
import { parsePortal } from "../../internal/portal";
import { parseLunSize } from "../../internal/quantity";
import { typeToken } from "../../internal/type-token";
import { growthPod, type GrowthPodArgs } from "./growth-pod";

/** Arguments of {@link VolumeGrowth}. */
export interface VolumeGrowthArgs extends GrowthPodArgs {
  /** Namespace of the pod. Nothing else belongs there: privileged pods may run in it. */
  readonly namespace: string;
}

/** Longest time for one growth, in seconds: an ext4 of many terabytes takes minutes. */
const secondsToGrow = 1800;

/**
 * Lets the node and the file system of a mounted volume follow its LUN, without anybody logging in to the node.
 *
 * One Job for every size, in a namespace of its own whose Pod Security lets it act as the root of the node: an online
 * growth needs a right that no unprivileged pod has, and no other namespace of the stack may have such pods. It depends
 * on the controller, whose node has the session; while Jenkins is stopped, there is nothing to grow, and whoever makes
 * this leaves it out.
 */
export class VolumeGrowth extends pulumi.ComponentResource {
  constructor(name: string, args: VolumeGrowthArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("VolumeGrowth"), name, {}, opts);

    const { metadata } = new k8s.core.v1.Namespace(
      name,
      {
        metadata: {
          name: args.namespace,
          labels: { ...labels("growth"), "pod-security.kubernetes.io/enforce": "privileged" },
        },
      },
      { parent: this },
    );
    const namespace = metadata.name;
    const isolated = new k8s.networking.v1.NetworkPolicy(
      `${name}-default-deny`,
      {
        metadata: { name: "default-deny", namespace, labels: labels("growth") },
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
      },
      { parent: this },
    );
    new k8s.batch.v1.Job(
      name,
      {
        metadata: {
          namespace,
          labels: labels("growth"),
          // What failed is tried again by the next deployment.
          annotations: { "pulumi.com/replaceUnready": "true" },
        },
        spec: {
          backoffLimit: 2,
          activeDeadlineSeconds: secondsToGrow,
          template: { metadata: { labels: labels("growth") }, spec: growthPod(args) },
        },
      },
      {
        parent: this,
        // No value carries it: a privileged pod finds its network closed.
        dependsOn: [isolated],
        customTimeouts: { create: `${secondsToGrow / 60 + 5}m` },
      },
    );
    this.registerOutputs({});
  }
}

function check(name: string, args: VolumeGrowthArgs): void {
  refuse("VolumeGrowth", name, [
    readable("namespace", parseName, args.namespace),
    readable("image", parseImage, args.image),
    readable("size", parseLunSize, args.size),
    readable("target.portal", parsePortal, args.target.portal),
    readable("target.iqn", parseIqn, args.target.iqn),
  ]);
}
