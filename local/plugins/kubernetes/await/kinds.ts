import type { Cluster } from "../cluster";
import { equal, textAt, valueAt, type KubernetesObject } from "../objects";
import { sameQuantity } from "../quantities";
import { isProperties, type Value } from "../../rpc/values";
import { ingress, serviceRule } from "./network";
import { isReady, type Readiness } from "./readiness";
import { persistentVolume, persistentVolumeClaim } from "./storage";
import { daemonSet, deployment, job, pod, statefulSet } from "./workloads";

/** Decides about the live object; may look at others. */
export type LiveRule = (live: KubernetesObject) => Readiness | Promise<Readiness>;

/** How a kind becomes ready; a fixed time cannot be changed by the user. */
export interface AwaitedKind {
  readonly rule: (cluster: Cluster, isNew: boolean) => LiveRule;
  readonly seconds: number;
  readonly fixed?: true;
  /** Whether a refresh reports an object that is not ready any more. */
  readonly onRead?: true;
}

const kinds: Readonly<Record<string, AwaitedKind>> = {
  "apps/v1/DaemonSet": { rule: () => daemonSet, seconds: 600, onRead: true },
  "apps/v1/Deployment": { rule: () => deployment, seconds: 600, onRead: true },
  "apps/v1/StatefulSet": { rule: () => statefulSet, seconds: 600, onRead: true },
  "batch/v1/Job": { rule: () => job, seconds: 600, onRead: true },
  "networking.k8s.io/v1/Ingress": { rule: () => ingress, seconds: 600, onRead: true },
  "v1/PersistentVolume": { rule: () => persistentVolume, seconds: 300, fixed: true },
  "v1/PersistentVolumeClaim": { rule: claimRule, seconds: 300, fixed: true },
  "v1/Pod": { rule: () => pod, seconds: 600, onRead: true },
  "v1/ResourceQuota": { rule: () => resourceQuota, seconds: 60 },
  "v1/Secret": { rule: () => tokenSecret, seconds: 5 },
  "v1/Service": { rule: serviceRule, seconds: 600 },
};

/** The rule of an object's kind, `undefined` for a kind that is ready once it exists. */
export function awaitedKind(object: KubernetesObject): AwaitedKind | undefined {
  return kinds[`${textAt(object, "apiVersion") ?? ""}/${textAt(object, "kind") ?? ""}`];
}

function claimRule(cluster: Cluster, isNew: boolean): LiveRule {
  let bindsWithFirstConsumer: boolean | undefined;
  return async (live) => {
    bindsWithFirstConsumer ??= await isWaitForFirstConsumer(live, cluster);
    // A claim that is changed may have found its consumer since.
    const awaited = !bindsWithFirstConsumer
      ? ["Bound"]
      : isNew
        ? ["Pending"]
        : ["Pending", "Bound"];
    return persistentVolumeClaim(live, awaited);
  };
}

async function isWaitForFirstConsumer(live: KubernetesObject, cluster: Cluster): Promise<boolean> {
  const name = textAt(live, "spec", "storageClassName");
  if (name === undefined || name === "") return false;
  const storageClass = await cluster.find({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    name,
  });
  return textAt(storageClass, "volumeBindingMode") === "WaitForFirstConsumer";
}

function tokenSecret(live: KubernetesObject): Readiness {
  const isToken = textAt(live, "type") === "kubernetes.io/service-account-token";
  if (!isToken || textAt(live, "data", "token") !== undefined) return isReady;
  return { ready: false, progress: "Waiting for the service account token" };
}

/** The quota controller has noted the limits; before that, pods are refused. */
function resourceQuota(live: KubernetesObject): Readiness {
  const wanted = valueAt(live, "spec", "hard") ?? {};
  const noted = valueAt(live, "status", "hard") ?? {};
  const same = (name: string, value: Value): boolean => {
    const other = valueAt(noted, name);
    return other !== undefined && (equal(value, other) || sameQuantity(value, other));
  };
  const ready = isProperties(wanted) && Object.entries(wanted).every((entry) => same(...entry));
  return ready ? isReady : { ready: false, progress: "Waiting for the quota to be in force" };
}
