import { closure, lockProblems } from "../components/jenkins/plugins/closure";
import type { LockEntry, PluginLock } from "../components/jenkins/plugins/plugin-lock";
import { compareVersions } from "../components/jenkins/plugins/version";
import { Failure } from "./failure";
import { lockRoots } from "./roots";
import type { OfferedPlugin, UpdateCentre } from "./update-centre";

/** What to bring up to date. */
export interface UpdateRequest {
  /** One plugin, which need not be in the lock yet; everything when absent. */
  readonly plugin?: string;
  /** Jenkins version to resolve for; that of the lock when absent. */
  readonly core?: string;
}

/**
 * Resolves the lock anew.
 *
 * Everything, or one plugin with whatever it needs newer, takes the version that the update centre offers; all else
 * stays. What no root needs any more is left out.
 *
 * @throws Failure when the result would not load: nothing is half updated
 */
export function updatedLock(
  lock: PluginLock,
  centre: UpdateCentre,
  { plugin, core = lock.core }: UpdateRequest,
): PluginLock {
  const plugins: Record<string, LockEntry> = { ...lock.plugins };
  const roots = [...lockRoots(lock), ...(plugin === undefined ? [] : [plugin])];
  const open = plugin === undefined ? [...roots] : [plugin];
  const taken = new Set<string>();
  const gone: string[] = [];

  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (taken.has(id)) continue;
    taken.add(id);
    const offer = centre.plugins[id];
    if (offer === undefined) {
      gone.push(`${id}: expected a plugin of the update centre, got nothing under this id`);
      continue;
    }
    const entry = entryOf(offer);
    plugins[id] = entry;
    for (const [dependency, oldest] of Object.entries(entry.dependencies ?? {}))
      if (plugin === undefined || isOlder(plugins[dependency]?.version, oldest))
        open.push(dependency);
  }

  const kept = closure({ core, plugins }, roots);
  const updated = {
    core,
    plugins: Object.fromEntries(kept.flatMap((id) => entryFrom(plugins, id))),
  };
  const problems = [...gone, ...lockProblems(updated)];
  if (problems.length > 0)
    throw new Failure(["the lock file stays as it is", ...problems.sort()].join("\n"));
  return updated;
}

function entryFrom(
  plugins: Readonly<Record<string, LockEntry>>,
  id: string,
): (readonly [string, LockEntry])[] {
  const entry = plugins[id];
  return entry === undefined ? [] : [[id, entry]];
}

function isOlder(version: string | undefined, oldest: string): boolean {
  return version === undefined || compareVersions(version, oldest) < 0;
}

/** Optional dependencies are left out: Jenkins loads the plugin without them. */
function entryOf({ version, requiredCore, dependencies, sha256 }: OfferedPlugin): LockEntry {
  const needed = dependencies
    .filter(({ optional }) => !optional)
    .map((dependency) => [dependency.name, dependency.version] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    version,
    requiredCore,
    dependencies: Object.fromEntries(needed),
    ...(sha256 === undefined ? {} : { sha256: Buffer.from(sha256, "base64").toString("hex") }),
  };
}
