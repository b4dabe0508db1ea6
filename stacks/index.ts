export { clusterProvider } from "./cluster";
export { loadSettings } from "./load";
export type { Secrets, Settings } from "./settings";
