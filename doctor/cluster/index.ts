export { openCluster, type Answer, type ClusterApi, type Right } from "./api";
export { clusterChecks, examineCluster } from "./examine";
