import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { labels } from "../internal/labels";
import { platformSelector, type Architecture } from "../internal/node-affinity";
import { portageId, repositoriesPath } from "./repository";

/** What every pod that writes the ebuild repository is made of. */
export interface SyncPodArgs {
  readonly image: string;
  readonly arch: Architecture;
  /** Claim of the repository's volume. */
  readonly claimName: pulumi.Input<string>;
  /** ServiceAccount that may pull the image. */
  readonly serviceAccount: pulumi.Input<string>;
  /** ConfigMap with `gentoo.conf`. */
  readonly reposConf: pulumi.Input<string>;
}

/** Template of a pod that runs one script of Portage's and ends. */
export function syncPod(
  args: SyncPodArgs,
  script: string,
): k8s.types.input.core.v1.PodTemplateSpec {
  return {
    metadata: { labels: labels("gentoo-repository") },
    spec: {
      restartPolicy: "Never",
      serviceAccountName: args.serviceAccount,
      automountServiceAccountToken: false,
      nodeSelector: platformSelector(args.arch),
      securityContext: {
        // As root without capabilities Portage fails when it hands the tree to its own user; as that user it
        // never has to, and an export that squashes root works as well.
        runAsUser: portageId,
        runAsGroup: portageId,
        runAsNonRoot: true,
        fsGroup: portageId,
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [
        {
          name: "portage",
          image: args.image,
          imagePullPolicy: "IfNotPresent",
          command: ["/bin/sh", "-c", script],
          env: [{ name: "HOME", value: "/var/tmp" }],
          resources: {
            requests: { cpu: "200m", memory: "512Mi" },
            limits: { cpu: "2", memory: "2Gi" },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
          },
          volumeMounts: [
            { name: "repositories", mountPath: repositoriesPath },
            { name: "repos-conf", mountPath: "/etc/portage/repos.conf", readOnly: true },
            { name: "temporary", mountPath: "/var/tmp" },
          ],
        },
      ],
      volumes: [
        { name: "repositories", persistentVolumeClaim: { claimName: args.claimName } },
        { name: "repos-conf", configMap: { name: args.reposConf } },
        // The whole tree is unpacked here before it is copied.
        { name: "temporary", emptyDir: { sizeLimit: "4Gi" } },
      ],
    },
  };
}
