import type { KubernetesObject } from "./objects";

/** Which provider options decide over replacements. */
export interface Mutability {
  readonly enableConfigMapMutable: boolean;
  readonly enableSecretMutable: boolean;
}

const identity = ["metadata.name", "metadata.namespace"];
const volumeSources =
  "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs hostPath iscsi local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume";
const podFields =
  "affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks hostAliases hostIPC hostNetwork hostPID hostname imagePullSecrets nodeName nodeSelector overhead preemptionPolicy priority priorityClassName readinessGates restartPolicy runtimeClassName schedulerName securityContext serviceAccount serviceAccountName shareProcessNamespace subdomain terminationGracePeriodSeconds volumes";
const containerFields =
  "args command env image imagePullPolicy lifecycle livenessProbe ports readinessProbe resources securityContext stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts workingDir";

// Kind by kind, what the official plugin replaces an object for: see its provider/pkg/provider/diff.go.
const fields: Readonly<Record<string, readonly string[]>> = {
  "apps/DaemonSet": ["spec.selector"],
  "apps/Deployment": ["spec.selector"],
  "apps/StatefulSet": under(
    "spec",
    "podManagementPolicy revisionHistoryLimit selector serviceName volumeClaimTemplates",
  ),
  "batch/Job": under("spec", "completions parallelism selector template"),
  "/PersistentVolume": under("spec", volumeSources),
  "/PersistentVolumeClaim": under("spec", "accessModes selector storageClassName volumeName"),
  "/Pod": [
    ...under("spec", podFields),
    ...under("spec.containers[*]", containerFields),
    ...under("spec.initContainers[*]", containerFields),
  ],
  "/ResourceQuota": ["spec.scopes"],
  "/Secret": ["type"],
  "/Service": ["spec.clusterIP"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner"],
};

/**
 * Property paths whose change replaces the object. A Patch resource changes everything but its identity in
 * place; the data of a ConfigMap or Secret counts unless the provider says that they are mutable.
 */
export function replacingFields(
  object: KubernetesObject,
  patch: boolean,
  mutability: Mutability,
): readonly string[] {
  if (patch) return identity;
  const apiVersion = typeof object["apiVersion"] === "string" ? object["apiVersion"] : "";
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  const kind = typeof object["kind"] === "string" ? object["kind"] : "";
  return [
    ...identity,
    ...(fields[`${group}/${kind}`] ?? []),
    ...dataFields(object, kind, mutability),
  ];
}

function dataFields(
  object: KubernetesObject,
  kind: string,
  mutability: Mutability,
): readonly string[] {
  const immutable = object["immutable"] === true;
  if (kind === "ConfigMap" && (immutable || !mutability.enableConfigMapMutable)) {
    return ["binaryData", "data"];
  }
  if (kind === "Secret" && (immutable || !mutability.enableSecretMutable)) {
    return ["data", "stringData"];
  }
  return [];
}

function under(parent: string, names: string): readonly string[] {
  return names.split(" ").map((name) => `${parent}.${name}`);
}
