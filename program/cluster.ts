import * as k8s from "@pulumi/kubernetes";

import type { ClusterSettings } from "../stacks/settings";

/**
 * The one Kubernetes provider of a stack.
 *
 * Every option that could also come from the environment and would change behaviour is pinned here, so that
 * a laptop and CI see the same differences (P-03).
 */
export function clusterProvider(cluster: ClusterSettings): k8s.Provider {
  return new k8s.Provider("cluster", {
    // Without an identifier, another kubeconfig or context would replace the provider and so every object.
    clusterIdentifier: cluster.identifier,
    kubeconfig: cluster.kubeconfig,
    ...(cluster.context === undefined ? {} : { context: cluster.context }),
    // Otherwise new content deletes the ConfigMap or Secret first, together with what refers to it.
    enableConfigMapMutable: true,
    enableSecretMutable: true,
    enableServerSideApply: true,
    kubeClientSettings: { qps: 200, burst: 400 },
  });
}
