import type * as k8s from "@pulumi/kubernetes";

/** Requests and limits of the controller, as Kubernetes quantities (E-02). */
export interface ControllerResources {
  readonly cpuRequest: string;
  readonly cpuLimit: string;
  /** At least 2Gi, and 4Gi for more than a trial (C-17). */
  readonly memoryLimit: string;
  readonly memoryRequest: string;
  /** Disk of the node that is kept free for logs, `/tmp` and the unpacked application. */
  readonly ephemeralStorageRequest: string;
  /** Most of that disk; at least what the pod's own volumes may hold. */
  readonly ephemeralStorageLimit: string;
}

/** Requests and limits as a container states them. */
export function containerResources(
  resources: ControllerResources,
): k8s.types.input.core.v1.ResourceRequirements {
  return {
    requests: {
      cpu: resources.cpuRequest,
      memory: resources.memoryRequest,
      "ephemeral-storage": resources.ephemeralStorageRequest,
    },
    limits: {
      cpu: resources.cpuLimit,
      memory: resources.memoryLimit,
      "ephemeral-storage": resources.ephemeralStorageLimit,
    },
  };
}

/** Most that the pod's own folders hold: the unpacked application, and `/tmp` with its plugin downloads and uploads. */
export const folderSizes = { cache: "1Gi", temporary: "2Gi" } as const;

/** Least disk of the node the limit must grant: both folders and what the log may hold. */
export const leastEphemeralStorage = "4Gi";
