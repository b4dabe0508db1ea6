import type { Properties } from "../../../../local/plugins/rpc/values";

/** Type tokens of the kinds under test. */
export const types = {
  configMap: "kubernetes:core/v1:ConfigMap",
  configMapPatch: "kubernetes:core/v1:ConfigMapPatch",
  deployment: "kubernetes:apps/v1:Deployment",
  ingress: "kubernetes:networking.k8s.io/v1:Ingress",
  job: "kubernetes:batch/v1:Job",
  namespace: "kubernetes:core/v1:Namespace",
  node: "kubernetes:core/v1:Node",
  nodePatch: "kubernetes:core/v1:NodePatch",
  persistentVolume: "kubernetes:core/v1:PersistentVolume",
  persistentVolumeClaim: "kubernetes:core/v1:PersistentVolumeClaim",
  roleBinding: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
  secret: "kubernetes:core/v1:Secret",
  service: "kubernetes:core/v1:Service",
  statefulSet: "kubernetes:apps/v1:StatefulSet",
  widget: "kubernetes:example.com/v1:Widget",
} as const;

export interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Properties;
  readonly annotations?: Properties;
}

export function configMap(metadata: Metadata, data: Properties, more: Properties = {}): Properties {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: metadata as Properties, data, ...more };
}

export function secret(metadata: Metadata, more: Properties): Properties {
  return { apiVersion: "v1", kind: "Secret", metadata: metadata as Properties, ...more };
}

/** A pod template that kwok runs at once; `image` may be anything. */
export function podTemplate(
  app: string,
  image = "example/app:1",
  more: Properties = {},
): Properties {
  return {
    metadata: { labels: { app } },
    spec: { containers: [{ name: "app", image }], ...more },
  };
}

export function statefulSet(
  metadata: Metadata,
  template: Properties,
  more: Properties = {},
): Properties {
  const app = metadata.name ?? "app";
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: metadata as Properties,
    spec: { serviceName: app, replicas: 1, selector: { matchLabels: { app } }, template, ...more },
  };
}

export function job(metadata: Metadata, template: Properties): Properties {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: metadata as Properties,
    spec: { template },
  };
}

export function service(metadata: Metadata, spec: Properties): Properties {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata as Properties,
    spec: { ports: [{ port: 80 }], ...spec },
  };
}

export function iscsiVolume(name: string, iqn = "iqn.2000-01.com.example:nas.home"): Properties {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: {
      accessModes: ["ReadWriteOnce"],
      capacity: { storage: "1Gi" },
      storageClassName: "",
      persistentVolumeReclaimPolicy: "Retain",
      iscsi: { targetPortal: "[::1]:3260", iqn, lun: 1, fsType: "ext4" },
    },
  };
}

export function claim(metadata: Metadata, spec: Properties): Properties {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: metadata as Properties,
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "",
      resources: { requests: { storage: "1Gi" } },
      ...spec,
    },
  };
}
