import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { AgentResources } from "../internal/agent-template";
import { labels } from "../internal/labels";
import { platformSelector, type Architecture } from "../internal/node-affinity";
import { portageId } from "./repository";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;
type VolumeSource = Omit<k8s.types.input.core.v1.Volume, "name">;

/** Where pods that mount the volumes run, and as what: the same for all of them. */
export interface PodPlace {
  readonly arch: Architecture;
  /**
   * The one node they run on.
   *
   * @default - any node of the architecture
   */
  readonly node?: string;
  /** ServiceAccount that may pull the images. */
  readonly serviceAccount: pulumi.Input<string>;
  /**
   * SELinux level of the processes.
   *
   * @default - the container runtime chooses one for each pod
   */
  readonly seLinuxLevel?: string;
}

/** A volume of a pod, and where its container has it. */
export interface PodMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly source: VolumeSource;
}

/** What a pod runs once with Portage's programs. */
export interface PortageTask {
  /** Role of the pod, for its labels. */
  readonly component: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly mounts: readonly PodMount[];
  readonly initContainers?: Container[];
}

/** What a container with Portage's programs takes. */
export const portageResources: AgentResources = {
  cpuRequest: "200m",
  cpuLimit: "2",
  memoryRequest: "512Mi",
  memoryLimit: "2Gi",
};

/** Requests and limits in the words of a container (E-02). */
export function containerResources(
  resources: AgentResources,
): k8s.types.input.core.v1.ResourceRequirements {
  return {
    requests: { cpu: resources.cpuRequest, memory: resources.memoryRequest },
    limits: { cpu: resources.cpuLimit, memory: resources.memoryLimit },
  };
}

/** Rights of every container: none. */
export const noPrivilege: k8s.types.input.core.v1.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
};

/** Node, account and user of a pod that mounts the volumes. */
export function placedPod(place: PodPlace): Omit<PodSpec, "containers"> {
  return {
    serviceAccountName: place.serviceAccount,
    automountServiceAccountToken: false,
    nodeSelector: {
      ...platformSelector(place.arch),
      ...(place.node === undefined ? {} : { "kubernetes.io/hostname": place.node }),
    },
    securityContext: {
      // As root without capabilities Portage fails when it hands the tree to its own user; as that user it
      // never has to, and an export that squashes root works as well.
      runAsUser: portageId,
      runAsGroup: portageId,
      runAsNonRoot: true,
      fsGroup: portageId,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
      ...(place.seLinuxLevel === undefined
        ? {}
        : { seLinuxOptions: { level: place.seLinuxLevel } }),
    },
  };
}

/** The volumes of a pod, in the order of its mounts. */
export function volumesOf(mounts: readonly PodMount[]): k8s.types.input.core.v1.Volume[] {
  return mounts.map(({ name, source }) => ({ name, ...source }));
}

/** Where a container has the volumes. */
export function volumeMountsOf(mounts: readonly PodMount[]): k8s.types.input.core.v1.VolumeMount[] {
  return mounts.map(({ name, mountPath, readOnly }) => ({
    name,
    mountPath,
    ...(readOnly === true ? { readOnly } : {}),
  }));
}

/** Template of a pod that runs one program of Portage's and ends. */
export function portagePod(
  place: PodPlace,
  task: PortageTask,
): k8s.types.input.core.v1.PodTemplateSpec {
  const environment = { HOME: "/var/tmp", ...task.environment };
  return {
    metadata: { labels: labels(task.component) },
    spec: {
      restartPolicy: "Never",
      ...placedPod(place),
      ...(task.initContainers === undefined ? {} : { initContainers: task.initContainers }),
      containers: [
        {
          name: "portage",
          image: task.image,
          imagePullPolicy: "IfNotPresent",
          command: [...task.command],
          env: Object.entries(environment).map(([name, value]) => ({ name, value })),
          resources: containerResources(portageResources),
          securityContext: noPrivilege,
          volumeMounts: volumeMountsOf(task.mounts),
        },
      ],
      volumes: volumesOf(task.mounts),
    },
  };
}
