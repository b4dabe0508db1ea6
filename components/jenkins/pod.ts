import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { labels } from "../internal/labels";
import { jenkinsContainer, type JenkinsContainerArgs } from "./jenkins-container";
import { placement, type PlacementArgs } from "./placement";
import { jenkinsId, sharedVolumes } from "./pod-parts";
import { folderSizes } from "./resources";
import { seLinuxAnnotations, seLinuxContext, type SeLinuxSettings } from "./selinux";

/** What the settings say about the pod as a whole. */
export interface PodSettings {
  readonly selinux: SeLinuxSettings;
  /** Seconds Jenkins has to write the state of running pipelines down when it is asked to stop. */
  readonly shutdownSeconds: number;
  /** Labels of the pod beside the stack's own, e.g. for a log shipper (E-05). */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Annotations of the pod. */
  readonly podAnnotations: Readonly<Record<string, string>>;
}

/** What the controller's pod is made of. */
export interface ControllerPodArgs extends PodSettings, PlacementArgs, JenkinsContainerArgs {
  readonly serviceAccount: pulumi.Input<string>;
  readonly claimName: pulumi.Input<string>;
  /** ConfigMaps with the configuration as code: one folder to Jenkins. */
  readonly configuration: readonly pulumi.Input<string>[];
}

/** The pod that is Jenkins. */
export function controllerPod(args: ControllerPodArgs): k8s.types.input.core.v1.PodTemplateSpec {
  return {
    metadata: {
      labels: { ...args.podLabels, ...labels("controller") },
      annotations: {
        ...args.podAnnotations,
        ...seLinuxAnnotations(args.selinux),
        ...args.parts.annotations,
      },
    },
    spec: {
      serviceAccountName: args.serviceAccount,
      // The Kubernetes cloud finds the API server through it.
      automountServiceAccountToken: true,
      // Its own Services would become variables such as JENKINS_PORT, which no start script expects.
      enableServiceLinks: false,
      ...placement(args),
      securityContext: podSecurity(args.selinux),
      terminationGracePeriodSeconds: args.shutdownSeconds,
      initContainers: [...args.parts.initContainers],
      containers: [jenkinsContainer(args)],
      volumes: volumes(args),
    },
  };
}

function podSecurity(selinux: SeLinuxSettings): k8s.types.input.core.v1.PodSecurityContext {
  return {
    runAsUser: jenkinsId,
    runAsGroup: jenkinsId,
    runAsNonRoot: true,
    fsGroup: jenkinsId,
    // The home holds millions of files: walk them only when the owner of the top folder is wrong.
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
    ...seLinuxContext(selinux),
  };
}

function volumes(args: ControllerPodArgs): k8s.types.input.core.v1.Volume[] {
  const { home, configuration, temporary } = sharedVolumes;
  return [
    { name: home, persistentVolumeClaim: { claimName: args.claimName } },
    {
      name: configuration,
      projected: { sources: args.configuration.map((name) => ({ configMap: { name } })) },
    },
    {
      name: "secrets",
      projected: {
        defaultMode: 0o440,
        sources: args.parts.secrets.map((name) => ({ secret: { name } })),
      },
    },
    { name: "cache", emptyDir: { sizeLimit: folderSizes.cache } },
    { name: temporary, emptyDir: { sizeLimit: folderSizes.temporary } },
    ...args.parts.volumes,
  ];
}
