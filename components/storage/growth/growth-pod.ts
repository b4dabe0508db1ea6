import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { parsed } from "../../internal/arguments";
import { selectorLabels } from "../../internal/labels";
import { parseByteSize } from "../../internal/quantity";
import { tolerationList, type Tolerations } from "../../internal/tolerations";
import type { IscsiTarget } from "../iscsi-target";
import { devicePath } from "./device";
import { growthScript } from "./growth-script";

/** What the pod that grows a volume is made from. */
export interface GrowthPodArgs {
  /** Image with a shell and nsenter; everything else comes from the node. */
  readonly image: string;
  /** Size of the LUN, e.g. `500Gi`. */
  readonly size: string;
  /** @default "ext4" */
  readonly fsType?: "ext4" | "xfs";
  readonly target: IscsiTarget;
  /** Namespace of the controller, whose node it is. */
  readonly controllerNamespace: pulumi.Input<string>;
  /** Those of the controller: its node may be tainted for it alone. */
  readonly tolerations: Tolerations;
}

/**
 * The pod that lets a node follow a LUN, on the node that has the controller and so the session.
 *
 * Privileged, because it acts as the node's root. It sees the processes of the node to enter the mounts of the first
 * one, mounts nothing of the node itself, and talks to nobody.
 */
export function growthPod(args: GrowthPodArgs): k8s.types.input.core.v1.PodSpec {
  const environment = {
    IQN: args.target.iqn,
    PORTAL: args.target.portal,
    DEVICE: devicePath(args.target),
    BYTES: String(parsed(parseByteSize, args.size)),
    FS_TYPE: args.fsType ?? "ext4",
  };
  return {
    restartPolicy: "Never",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    hostPID: true,
    affinity: {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            labelSelector: { matchLabels: selectorLabels("controller") },
            namespaces: [args.controllerNamespace],
            topologyKey: "kubernetes.io/hostname",
          },
        ],
      },
    },
    tolerations: tolerationList(args.tolerations),
    containers: [
      {
        name: "grow",
        image: args.image,
        imagePullPolicy: "IfNotPresent",
        command: ["/bin/sh", "-c", growthScript],
        env: Object.entries(environment).map(([name, value]) => ({ name, value })),
        resources: {
          requests: { cpu: "10m", memory: "32Mi", "ephemeral-storage": "16Mi" },
          limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "64Mi" },
        },
        securityContext: { privileged: true, runAsUser: 0, readOnlyRootFilesystem: true },
        // What went wrong is what the deployment shows.
        terminationMessagePolicy: "FallbackToLogsOnError",
      },
    ],
  };
}
