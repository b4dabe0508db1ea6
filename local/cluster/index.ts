export { clusterState, startCluster, stopCluster, type ClusterState } from "./cluster";
export { components, type Component } from "./components";
export { kubeconfigPath } from "./kubeconfig";
export { kubectl, machines } from "./nodes";
