import type { types } from "@pulumi/kubernetes";

/** An object of a kind that only its operator knows. */
interface CustomObject {
  readonly apiVersion: string;
  readonly metadata: types.output.meta.v1.ObjectMeta;
  readonly spec: unknown;
}

/** What the inputs of each kind look like once outputs are resolved; secrets stand in wrappers of the same type. */
export interface Kinds {
  readonly Namespace: types.output.core.v1.Namespace;
  readonly Node: types.output.core.v1.Node;
  readonly NodePatch: types.output.core.v1.Node;
  readonly PersistentVolume: types.output.core.v1.PersistentVolume;
  readonly PersistentVolumePatch: types.output.core.v1.PersistentVolume;
  readonly PersistentVolumeClaim: types.output.core.v1.PersistentVolumeClaim;
  readonly ConfigMap: types.output.core.v1.ConfigMap;
  readonly Secret: types.output.core.v1.Secret;
  readonly Service: types.output.core.v1.Service;
  readonly ServiceAccount: types.output.core.v1.ServiceAccount;
  readonly ServiceAccountPatch: types.output.core.v1.ServiceAccount;
  readonly StatefulSet: types.output.apps.v1.StatefulSet;
  readonly Deployment: types.output.apps.v1.Deployment;
  readonly Job: types.output.batch.v1.Job;
  readonly CronJob: types.output.batch.v1.CronJob;
  readonly Role: types.output.rbac.v1.Role;
  readonly RoleBinding: types.output.rbac.v1.RoleBinding;
  readonly ClusterRole: types.output.rbac.v1.ClusterRole;
  readonly ClusterRoleBinding: types.output.rbac.v1.ClusterRoleBinding;
  readonly ResourceQuota: types.output.core.v1.ResourceQuota;
  readonly LimitRange: types.output.core.v1.LimitRange;
  readonly NetworkPolicy: types.output.networking.v1.NetworkPolicy;
  readonly Ingress: types.output.networking.v1.Ingress;
  readonly PodDisruptionBudget: types.output.policy.v1.PodDisruptionBudget;
  readonly ValidatingAdmissionPolicy: types.output.admissionregistration.v1.ValidatingAdmissionPolicy;
  readonly ValidatingAdmissionPolicyBinding: types.output.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
  readonly CustomResourceDefinition: types.output.apiextensions.v1.CustomResourceDefinition;
  readonly HTTPRoute: CustomObject;
  readonly TLSOption: CustomObject;
  readonly Middleware: CustomObject;
  readonly ServiceMonitor: CustomObject;
  readonly PrometheusRule: CustomObject;
  readonly RandomPassword: {
    readonly length: number;
    readonly special: boolean;
    readonly keepers?: Readonly<Record<string, string>>;
  };
  readonly Command: {
    readonly create: string;
    readonly update: string;
    readonly delete?: string;
    readonly environment?: Readonly<Record<string, string>>;
    readonly stdin: string;
    readonly logging: string;
    readonly addPreviousOutputInEnv: boolean;
  };
}

/** A kind the program makes. */
export type Kind = keyof Kinds;
