import { listAt, textAt, valueAt, type KubernetesObject } from "../objects";
import type { Cluster } from "../cluster";
import { isReady, type Readiness } from "./readiness";

/** How long Endpoints must stay the same before they count. */
const settleMs = 10_000;

/**
 * Whether a Service can serve: its Endpoints seen, ten seconds without change and without an address that
 * is not ready. A headless, external or selector-less Service has nothing to wait for; a LoadBalancer also
 * needs its address. Each watch of a Service needs a rule of its own.
 */
export function serviceRule(cluster: Cluster): (live: KubernetesObject) => Promise<Readiness> {
  let seen = "";
  let since = Date.now();
  return async (live) => {
    const type = textAt(live, "spec", "type") ?? "ClusterIP";
    if (type === "ExternalName" || textAt(live, "spec", "clusterIP") === "None") return isReady;
    if (valueAt(live, "spec", "selector") !== undefined) {
      const endpoints = await endpointsOf(cluster, live, textAt(live, "metadata", "name") ?? "");
      const version = textAt(endpoints, "metadata", "resourceVersion") ?? "";
      if (version !== seen || endpoints === undefined) [seen, since] = [version, Date.now()];
      const unready = listAt(endpoints, "subsets").some(
        (subset) => listAt(subset, "notReadyAddresses").length > 0,
      );
      const targets = endpoints !== undefined && !unready;
      if (!targets || Date.now() - since < settleMs) {
        return {
          ready: false,
          readyAtTimeout: targets,
          progress: "[1/3] Finding Pods to direct traffic to",
          hints: [
            "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods",
          ],
        };
      }
    }
    if (type !== "LoadBalancer" || listAt(live, "status", "loadBalancer", "ingress").length > 0) {
      return isReady;
    }
    return {
      ready: false,
      progress: "[2/3] Attempting to allocate IP address to Service",
      hints: ["Service was not allocated an IP address; does your cloud provider support this?"],
    };
  };
}

/** Whether an Ingress has an address. */
export function ingress(live: KubernetesObject): Readiness {
  if (listAt(live, "status", "loadBalancer", "ingress").length > 0) return isReady;
  return {
    ready: false,
    progress: "[2/3] Waiting for update of .status.loadBalancer with hostname/IP",
    hints: [
      "Ingress .status.loadBalancer field was not updated with a hostname/IP address. \n    for more information about this error, see https://pulumi.io/xdv72s",
    ],
  };
}

async function endpointsOf(
  cluster: Cluster,
  service: KubernetesObject,
  name: string,
): Promise<KubernetesObject | undefined> {
  return cluster.find({
    apiVersion: "v1",
    kind: "Endpoints",
    name,
    namespace: textAt(service, "metadata", "namespace"),
  });
}
