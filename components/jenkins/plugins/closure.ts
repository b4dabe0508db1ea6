import type { LockEntry, PluginLock } from "./plugin-lock";
import { compareVersions } from "./version";

/** What a plugin needs, or, where that is unknown, what its last known version needed. */
export function dependenciesOf(entry: LockEntry): Readonly<Record<string, string>> {
  return entry.dependencies ?? entry.assumed?.dependencies ?? {};
}

/** The oldest Jenkins a plugin runs on, or, where that is unknown, what its last known version ran on. */
export function requiredCoreOf(entry: LockEntry): string | undefined {
  return entry.requiredCore ?? entry.assumed?.requiredCore ?? undefined;
}

/**
 * Ids of everything the roots need, themselves included, sorted. What the lock does not hold is left out;
 * {@link lockProblems} reports it.
 */
export function closure({ plugins }: PluginLock, roots: readonly string[]): string[] {
  const found = new Set<string>();
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const entry = plugins[id];
    if (entry === undefined || found.has(id)) continue;
    found.add(id);
    open.push(...Object.keys(dependenciesOf(entry)));
  }
  return [...found].sort();
}

/** The shortest chain of dependencies from each root that leads to a plugin, the root first. */
export function pathsTo(
  { plugins }: PluginLock,
  roots: readonly string[],
  wanted: string,
): string[][] {
  return [...roots].sort().flatMap((root) => {
    const cameFrom = new Map<string, string | undefined>([[root, undefined]]);
    for (const id of cameFrom.keys()) {
      if (id === wanted) return [chain(cameFrom, id)];
      const entry = plugins[id];
      // A map visits what is added while it is walked: breadth first, so the first arrival is the shortest.
      for (const next of Object.keys(entry === undefined ? {} : dependenciesOf(entry)))
        if (!cameFrom.has(next)) cameFrom.set(next, id);
    }
    return [];
  });
}

function chain(cameFrom: ReadonlyMap<string, string | undefined>, last: string): string[] {
  const before = cameFrom.get(last);
  return before === undefined ? [last] : [...chain(cameFrom, before), last];
}

/** Why a set would not load: a dependency that is missing or too old, or a Jenkins that is (B-04). */
export function lockProblems({ core, plugins }: PluginLock): string[] {
  return Object.entries(plugins)
    .flatMap(([id, entry]) => {
      const needed = requiredCoreOf(entry);
      return [
        ...(needed !== undefined && compareVersions(needed, core) > 0
          ? [`${id} ${entry.version}: expected Jenkins ${needed} or newer, got ${core}`]
          : []),
        ...Object.entries(dependenciesOf(entry)).flatMap(([dependency, oldest]) => {
          const version = plugins[dependency]?.version;
          if (version !== undefined && compareVersions(version, oldest) >= 0) return [];
          const wanted = `${dependency} ${oldest} or newer`;
          return [`${id} ${entry.version}: expected ${wanted}, got ${version ?? "nothing"}`];
        }),
      ];
    })
    .sort();
}
