import { compareVersions } from "../components/jenkins/plugins/version";
import { downgrades, type Versions } from "./downgrade";
import { versionIn, type Rolled } from "./rolled";

/** The newest that ever wrote each home, by the names of their LUNs. */
export type Highest = Readonly<Record<string, Versions>>;

/**
 * Remembers what is about to write a home. A version that nobody can tell, and a plugin that goes away, leave what is
 * known as it was: the home was written by it all the same.
 */
export function risen(before: Versions | undefined, after: Rolled): Versions {
  const { jenkins: core, plugins = {} } = before ?? {};
  const jenkins = newer(core, versionIn(after.image));
  const ids = [...new Set([...Object.keys(plugins), ...Object.keys(after.plugins)])].sort();
  return {
    ...(jenkins !== undefined && { jenkins }),
    plugins: Object.fromEntries(ids.map((id) => [id, newer(plugins[id], after.plugins[id]) ?? ""])),
  };
}

/** What a home is remembered by after a step back that somebody permitted: the older versions, where they are known. */
export function lowered(before: Versions, after: Rolled): Versions {
  const back = new Map(downgrades(before, after).map(({ what, to }) => [what, to]));
  const jenkins = back.get("jenkins") ?? before.jenkins;
  return {
    ...(jenkins !== undefined && { jenkins }),
    plugins: Object.fromEntries(
      Object.entries(before.plugins).map(([id, version]) => [id, back.get(id) ?? version]),
    ),
  };
}

function newer(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return compareVersions(one, other) >= 0 ? one : other;
}
