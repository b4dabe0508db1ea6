export { findOfficial } from "./official";
export {
  installedPlugins,
  installPlugins,
  type InstalledPlugin,
  type InstalledPlugins,
  type InstallOptions,
} from "./install";
export { pluginNames, sdkVersion, type PluginName } from "./packages";
export type { Origin } from "./plugin-folder";
