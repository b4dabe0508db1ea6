import type { Properties } from "../rpc/values";

/** What kind of object a resource stands for. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Whether the resource owns only some fields of the object (`ConfigMapPatch`). */
  readonly patch: boolean;
}

/** Where objects of a kind live in the API. */
export interface ResourcePath {
  /** Plural name in lower case, e.g. `configmaps`. */
  readonly plural: string;
  readonly namespaced: boolean;
}

/**
 * The kind of a resource: what its inputs say, or else what its type token says. Inputs are empty for a
 * `get` and for an import.
 */
export function kindOf(type: string, inputs: Properties): Kind {
  const [, apiVersion = "", token = ""] = /^kubernetes:([^:]+):(.+)$/.exec(type) ?? [];
  const kind = typeof inputs["kind"] === "string" ? inputs["kind"] : token.replace(/Patch$/, "");
  return {
    apiVersion:
      typeof inputs["apiVersion"] === "string"
        ? inputs["apiVersion"].replace(/^core\//, "")
        : apiVersion.replace(/^core\//, ""),
    kind,
    patch: token === `${kind}Patch`,
  };
}

/** The collection of a kind, e.g. `/apis/apps/v1/namespaces/default/statefulsets`. */
export function collectionPath(
  apiVersion: string,
  path: ResourcePath,
  namespace: string | undefined,
): string {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = path.namespaced ? `/namespaces/${encodeURIComponent(namespace ?? "default")}` : "";
  return `${root}${scope}/${path.plural}`;
}

const namespaced = [
  "v1: Binding ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount",
  "apps/v1: ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
  "autoscaling/v1: HorizontalPodAutoscaler",
  "autoscaling/v2: HorizontalPodAutoscaler",
  "batch/v1: CronJob Job",
  "coordination.k8s.io/v1: Lease",
  "discovery.k8s.io/v1: EndpointSlice",
  "networking.k8s.io/v1: Ingress NetworkPolicy",
  "policy/v1: PodDisruptionBudget",
  "rbac.authorization.k8s.io/v1: Role RoleBinding",
];
const clusterWide = [
  "v1: Namespace Node PersistentVolume",
  "admissionregistration.k8s.io/v1: MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration",
  "apiextensions.k8s.io/v1: CustomResourceDefinition",
  "apiregistration.k8s.io/v1: APIService",
  "networking.k8s.io/v1: IngressClass",
  "node.k8s.io/v1: RuntimeClass",
  "rbac.authorization.k8s.io/v1: ClusterRole ClusterRoleBinding",
  "scheduling.k8s.io/v1: PriorityClass",
  "storage.k8s.io/v1: CSIDriver CSINode StorageClass VolumeAttachment",
];

const builtIn = new Map<string, ResourcePath>(
  [...rows(namespaced, true), ...rows(clusterWide, false)].map(([key, path]) => [key, path]),
);

/** The path of a built-in kind without asking the server; every other kind is discovered. */
export function builtInPath(apiVersion: string, kind: string): ResourcePath | undefined {
  return builtIn.get(`${apiVersion}/${kind}`);
}

function rows(lines: readonly string[], inNamespace: boolean): [string, ResourcePath][] {
  return lines.flatMap((line) => {
    const [apiVersion = "", kinds = ""] = line.split(": ");
    return kinds
      .split(" ")
      .map((kind): [string, ResourcePath] => [
        `${apiVersion}/${kind}`,
        { plural: plural(kind.toLowerCase()), namespaced: inNamespace },
      ]);
  });
}

function plural(word: string): string {
  if (word === "endpoints") return word;
  if (word.endsWith("y")) return `${word.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
