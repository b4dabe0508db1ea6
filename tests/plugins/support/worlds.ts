import type { LockEntry, PluginLock } from "../../../components/jenkins/plugins/plugin-lock";
import { featureRoots } from "../../../plugins/roots";
import type { OfferedPlugin, UpdateCentre } from "../../../plugins/update-centre";

/** An entry of a lock: version and what it needs. */
export function entry(
  version: string,
  dependencies: Record<string, string> = {},
  more: Partial<LockEntry> = {},
): LockEntry {
  return { version, requiredCore: "2.500.1", dependencies, ...more };
}

/** A lock that holds what every feature asks for, without any needs, and these plugins. */
export function lockOf(plugins: Record<string, LockEntry>, core = "2.580.1"): PluginLock {
  const roots = Object.fromEntries(featureRoots.map((id) => [id, entry("1")]));
  return { core, plugins: { ...roots, ...plugins } };
}

/** A plugin as an update centre offers it. */
export function offer(
  version: string,
  dependencies: Record<string, string> = {},
  more: Partial<OfferedPlugin> = {},
): OfferedPlugin {
  return {
    version,
    requiredCore: "2.500.1",
    dependencies: Object.entries(dependencies).map(([name, oldest]) => ({
      name,
      optional: false,
      version: oldest,
    })),
    labels: [],
    ...more,
  };
}

/** An update centre that offers what every feature asks for, unchanged, and these plugins. */
export function centreOf(
  plugins: Record<string, OfferedPlugin>,
  more: Partial<UpdateCentre> = {},
): UpdateCentre {
  const roots = Object.fromEntries(featureRoots.map((id) => [id, offer("1")]));
  return { plugins: { ...roots, ...plugins }, deprecations: {}, warnings: [], ...more };
}
