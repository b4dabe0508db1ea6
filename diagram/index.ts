export { drawn } from "./draw/picture";
export { topologyOf } from "./read";
export type { DiagramResource, Topology } from "./topology";
