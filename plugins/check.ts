import { lockProblems } from "../components/jenkins/plugins/closure";
import type { PluginLock } from "../components/jenkins/plugins/plugin-lock";
import { compareVersions } from "../components/jenkins/plugins/version";
import { featureRoots } from "./roots";
import type { UpdateCentre } from "./update-centre";

/** What is to be said about a lock. */
export interface LockReport {
  /** What needs a change: a set that would not load, an advisory, a deprecated plugin. */
  readonly problems: readonly string[];
  /** What is worth knowing: unknown needs, missing checksums, newer versions, plugins without a maintainer. */
  readonly notes: readonly string[];
}

/** Checks the lock by itself: it is closed, for this Jenkins, and holds what every feature asks for (B-04). */
export function checkLock(lock: PluginLock): LockReport {
  const entries = Object.entries(lock.plugins);
  return {
    problems: [
      ...lockProblems(lock),
      ...featureRoots
        .filter((id) => !(id in lock.plugins))
        .map((id) => `${id}: expected in the lock, because a feature needs it, got nothing`),
    ].sort(),
    notes: entries.flatMap(([id, { version, dependencies, assumed, sha256 }]) => [
      ...(dependencies === null
        ? [
            `${id} ${version}: what it needs is unknown; taken from ${assumed?.version ?? "nowhere"}`,
          ]
        : []),
      ...(sha256 === undefined
        ? [`${id} ${version}: no checksum; the download is not compared`]
        : []),
    ]),
  };
}

/** Compares the lock with an update centre: advisories, deprecations, maintainers, newer versions (E-26). */
export function checkAgainst(lock: PluginLock, centre: UpdateCentre): LockReport {
  const entries = Object.entries(lock.plugins);
  return {
    problems: entries
      .flatMap(([id, { version }]) => [
        ...advisories(centre, "plugin", id, version),
        ...(id in centre.deprecations
          ? [`${id} ${version}: deprecated, see ${centre.deprecations[id]?.url ?? ""}`]
          : []),
        ...(id in centre.plugins ? [] : [`${id} ${version}: no longer offered`]),
      ])
      .concat(advisories(centre, "core", "core", lock.core)),
    notes: entries.flatMap(([id, { version }]) => {
      const offer = centre.plugins[id];
      if (offer === undefined) return [];
      return [
        ...(offer.labels.includes("adopt-this-plugin")
          ? [`${id} ${version}: up for adoption, nobody maintains it`]
          : []),
        ...(compareVersions(offer.version, version) > 0
          ? [`${id} ${version}: ${offer.version} is available`]
          : []),
      ];
    }),
  };
}

function advisories(centre: UpdateCentre, type: string, name: string, version: string): string[] {
  return centre.warnings
    .filter((warning) => warning.type === type && warning.name === name)
    .filter(({ versions }) => versions.some(({ pattern }) => matches(pattern, version)))
    .map(({ id, message, url }) => `${name} ${version}: ${id}: ${message}, see ${url}`);
}

/** A pattern that cannot be read is taken to match: an advisory must not be lost. */
function matches(pattern: string, version: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(version);
  } catch {
    return true;
  }
}
