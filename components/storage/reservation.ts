import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** How many nodes may write: one, or all of them. */
export type AccessMode = "ReadWriteOnce" | "ReadWriteMany";

/** Which claim a volume is kept for, and how big it says it is. */
export interface Reservation {
  readonly namespace: pulumi.Input<string>;
  readonly claimName: string;
  readonly size: string;
}

/**
 * The part of a volume that reserves it for one claim.
 *
 * The class is the empty string on both ends: absent, the cluster's default class would be filled in and nothing
 * would bind.
 */
export function reservedVolume(
  { namespace, claimName, size }: Reservation,
  accessMode: AccessMode,
): k8s.types.input.core.v1.PersistentVolumeSpec {
  return {
    capacity: { storage: size },
    accessModes: [accessMode],
    volumeMode: "Filesystem",
    storageClassName: "",
    persistentVolumeReclaimPolicy: "Retain",
    claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name: claimName },
  };
}

/**
 * The claim's side of the reservation.
 *
 * The request stays 1Gi for ever: the claim is bound by name, and a cluster refuses to grow the request of a
 * volume it did not provision.
 */
export function reservedClaim(
  volumeName: pulumi.Input<string>,
  accessMode: AccessMode,
): k8s.types.input.core.v1.PersistentVolumeClaimSpec {
  return {
    accessModes: [accessMode],
    volumeMode: "Filesystem",
    storageClassName: "",
    volumeName,
    resources: { requests: { storage: "1Gi" } },
  };
}
