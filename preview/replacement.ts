const anywhere = [/^metadata\.name$/, /^metadata\.namespace$/, /^kind$/, /^apiVersion$/];

/**
 * Fields that cannot be changed in place, by type: what `pulumi preview` would say of them where nobody can ask it.
 *
 * ConfigMaps and Secrets are changed in place, because the program's provider says so, unless they are immutable.
 *
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/diff.go
 */
const byType: Readonly<Record<string, readonly RegExp[]>> = {
  "kubernetes:core/v1:PersistentVolume": [/^spec\.(iscsi|nfs|csi|local|hostPath|rbd|cephfs|fc)\b/],
  "kubernetes:core/v1:PersistentVolumeClaim": [
    /^spec\.(accessModes|selector|storageClassName|volumeName)\b/,
  ],
  "kubernetes:apps/v1:StatefulSet": [
    /^spec\.(serviceName|selector|volumeClaimTemplates|podManagementPolicy|revisionHistoryLimit)\b/,
  ],
  "kubernetes:apps/v1:Deployment": [/^spec\.selector\b/],
  "kubernetes:batch/v1:Job": [
    /^spec\.(template|selector|completions|parallelism|completionMode|podFailurePolicy|backoffLimitPerIndex)\b/,
  ],
  "kubernetes:core/v1:Service": [/^spec\.clusterIPs?\b/],
  "kubernetes:core/v1:Secret": [/^type$/],
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": [/^roleRef\b/],
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": [/^roleRef\b/],
  "kubernetes:storage.k8s.io/v1:StorageClass": [/^(parameters|provisioner)\b/],
  "command:local:Command": [/^triggers\b/],
  "command:remote:Command": [/^triggers\b/],
  "random:index/randomPassword:RandomPassword": [/./],
  "pulumi:providers:kubernetes": [/^clusterIdentifier$/],
};

/** Kinds whose content may be declared final. */
const sealed = /^kubernetes:core\/v1:(ConfigMap|Secret)$/;

/**
 * Whether a change of a field makes the engine replace the resource.
 *
 * @param immutable whether the object says `immutable: true`
 */
export function forcesReplacement(type: string, path: string, immutable = false): boolean {
  if (type.startsWith("kubernetes:") && anywhere.some((field) => field.test(path))) return true;
  if (immutable && sealed.test(type) && /^(data|binaryData|stringData|immutable)\b/.test(path))
    return true;
  return byType[type]?.some((field) => field.test(path)) ?? false;
}
