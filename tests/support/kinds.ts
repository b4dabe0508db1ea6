import type { types } from "@pulumi/kubernetes";

/** What the inputs of each kind look like once outputs are resolved; secrets stand in wrappers of the same type. */
export interface Kinds {
  readonly Namespace: types.output.core.v1.Namespace;
  readonly Node: types.output.core.v1.Node;
  readonly NodePatch: types.output.core.v1.Node;
  readonly PersistentVolume: types.output.core.v1.PersistentVolume;
  readonly PersistentVolumeClaim: types.output.core.v1.PersistentVolumeClaim;
  readonly ConfigMap: types.output.core.v1.ConfigMap;
  readonly Secret: types.output.core.v1.Secret;
  readonly Service: types.output.core.v1.Service;
  readonly ServiceAccount: types.output.core.v1.ServiceAccount;
  readonly ServiceAccountPatch: types.output.core.v1.ServiceAccount;
  readonly StatefulSet: types.output.apps.v1.StatefulSet;
  readonly Job: types.output.batch.v1.Job;
  readonly CronJob: types.output.batch.v1.CronJob;
  readonly Role: types.output.rbac.v1.Role;
  readonly RoleBinding: types.output.rbac.v1.RoleBinding;
  readonly ClusterRole: types.output.rbac.v1.ClusterRole;
  readonly ClusterRoleBinding: types.output.rbac.v1.ClusterRoleBinding;
  readonly RandomPassword: { readonly length: number; readonly special: boolean };
  readonly Command: {
    readonly create: string;
    readonly update: string;
    readonly stdin: string;
    readonly logging: string;
    readonly addPreviousOutputInEnv: boolean;
  };
}

/** A kind the program makes. */
export type Kind = keyof Kinds;
