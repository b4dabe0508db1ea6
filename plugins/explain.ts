import { closest } from "fastest-levenshtein";

import { dependenciesOf, pathsTo, requiredCoreOf } from "../components/jenkins/plugins/closure";
import type { PluginLock } from "../components/jenkins/plugins/plugin-lock";
import { pluginFeatures } from "../components/jenkins/plugins/plugin-set";
import { Failure } from "./failure";
import { featureRoots, lockRoots } from "./roots";

/**
 * Why a plugin is in the lock, and what it needs itself.
 *
 * @returns lines
 * @throws Failure when it is not in the lock
 */
export function explanation(lock: PluginLock, id: string): string[] {
  const entry = lock.plugins[id];
  if (entry === undefined)
    throw new Failure(
      `${id}: expected a plugin of the lock file, got another one; did you mean ${closest(id, Object.keys(lock.plugins))}?`,
    );
  const known =
    entry.dependencies === null
      ? ` (of ${entry.assumed?.version ?? "nothing"}; its own are unknown)`
      : "";
  const needs = Object.entries(dependenciesOf(entry)).map(
    ([dependency, oldest]) => `  ${dependency} ${oldest} or newer`,
  );
  return [
    `${id} ${entry.version}`,
    `needs Jenkins ${requiredCoreOf(entry) ?? "of an unknown version"}${known}`,
    ...(needs.length === 0 ? [`needs no plugin${known}`] : [`needs the plugins${known}`, ...needs]),
    "is here for",
    ...reasons(lock, id),
  ];
}

function reasons(lock: PluginLock, id: string): string[] {
  const byFeature = Object.entries(pluginFeatures).flatMap(([feature, roots]) =>
    pathsTo(lock, roots, id).map((path) => `  feature ${feature}: ${path.join(" > ")}`),
  );
  const added = lockRoots(lock).filter((root) => !featureRoots.includes(root));
  return [
    ...byFeature,
    ...pathsTo(lock, added, id).map((path) => `  added by hand: ${path.join(" > ")}`),
  ];
}
