import { dependenciesOf } from "../components/jenkins/plugins/closure";
import type { PluginLock } from "../components/jenkins/plugins/plugin-lock";
import { pluginFeatures } from "../components/jenkins/plugins/plugin-set";

/** Every plugin that some feature asks for by name. */
export const featureRoots: readonly string[] = [
  ...new Set<string>(Object.values(pluginFeatures).flat()),
].sort();

/** What the lock is closed over: the plugins of all features, and those no other plugin needs, which somebody added. */
export function lockRoots(lock: PluginLock): string[] {
  const needed = new Set(
    Object.values(lock.plugins).flatMap((entry) => Object.keys(dependenciesOf(entry))),
  );
  const added = Object.keys(lock.plugins).filter((id) => !needed.has(id));
  return [...new Set([...featureRoots, ...added])].sort();
}
