import { compareVersions } from "../components/jenkins/plugins/version";
import { versionIn, type Rolled } from "./rolled";

/** A step back that a Jenkins home does not survive for certain. */
export interface Downgrade {
  /** `jenkins`, or the id of a plugin. */
  readonly what: string;
  readonly from: string;
  readonly to: string;
  /** How `upgrades.allowDowngrade` permits it: `jenkins 2.580.2 -> 2.580.1`. */
  readonly text: string;
}

/** The newest versions that wrote a home. */
export interface Versions {
  /** Absent where no image has told it. */
  readonly jenkins?: string;
  readonly plugins: Readonly<Record<string, string>>;
}

/**
 * What becomes older: a newer Jenkins or plugin has rewritten files of the home that an older one does not read.
 *
 * A plugin that goes away is none, and neither is an image whose tag names no version: nobody knows what it holds.
 */
export function downgrades(before: Rolled | Versions, after: Rolled): Downgrade[] {
  const was = "image" in before ? versionIn(before.image) : before.jenkins;
  const core = step("jenkins", was, versionIn(after.image));
  const plugins = Object.keys(after.plugins)
    .sort()
    .map((id) => step(id, before.plugins[id], after.plugins[id]));
  return [core, ...plugins].filter((found) => found !== undefined);
}

/**
 * The steps back that nobody has permitted.
 *
 * @param allowed one permitted step a line, as {@link Downgrade.text}
 */
export function refusedDowngrades(
  before: Rolled | Versions,
  after: Rolled,
  allowed: string,
): Downgrade[] {
  const permitted = new Set(allowed.split("\n"));
  return downgrades(before, after).filter(({ text }) => !permitted.has(text));
}

function step(
  what: string,
  from: string | undefined,
  to: string | undefined,
): Downgrade | undefined {
  if (from === undefined || to === undefined || compareVersions(to, from) >= 0) return undefined;
  return { what, from, to, text: `${what} ${from} -> ${to}` };
}
