export { clusterState, startCluster, stopCluster, type ClusterState } from "./cluster";
export { components, type Component } from "./components";
export { kubeconfigPath } from "./kubeconfig";
export { machines } from "./nodes";
