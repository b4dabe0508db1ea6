export {
  clusterApi,
  type Answer,
  type Asked,
  type ClusterApi,
  type Fields,
  type Verb,
} from "./client";
export { objectPath, resourcesOf, type ApiResource } from "./resources";
