import { createHash } from "node:crypto";

import { pluginsIn, shortVersion, type Rolled } from "./rolled";

/** One change of the controller's pod, from what was recorded last to what is wanted now. */
export interface Change {
  /** What was recorded last; absent when nothing was. */
  readonly before: ChangeSide | undefined;
  readonly after: Omit<ChangeSide, "at" | "plugins">;
  /** Which attempt it is, where the pod did not follow an earlier one. Default: the first. */
  readonly attempt?: string;
}

/** One side of a {@link Change}. */
export interface ChangeSide {
  /** When it was recorded; RFC 3339, UTC. */
  readonly at: string;
  readonly image: string;
  /** `<id>:<version>` a line. */
  readonly plugins: string;
  readonly podHash: string;
}

/** What a snapshot before an upgrade is called. */
export interface SnapshotWords {
  readonly name: string;
  /** SAN Manager shows it and no name, so it begins with the name. */
  readonly description: string;
}

/** Versions are tags' and digests': `2.580.1` or twelve digits. */
const pattern = /^upgrade-[\w.]+-to-[\w.]+-[0-9a-f]{8}(\.\d+)?$/;

/** DSM takes 256 characters for a name; what a person reads in a list is shorter. */
const longestDescription = 250;

/**
 * Name and description of the snapshot before a change.
 *
 * They follow from the change alone, so that a run which repeats one that was killed finds the snapshot instead of
 * taking a second one. When the same change is made again later, what was recorded in between makes it another.
 */
export function snapshotWords({ before, after, attempt = "" }: Change): SnapshotWords {
  const occasion = [before?.at, before?.podHash, after.podHash, attempt];
  const hash = createHash("sha256").update(JSON.stringify(occasion)).digest("hex").slice(0, 8);
  const from = before?.image ?? "";
  const name = `upgrade-${shortVersion(from)}-to-${shortVersion(after.image)}-${hash}`;
  const images = `${from === "" ? "unknown" : from} to ${after.image}`;
  const plugins = before === undefined ? "" : `, plugins ${pluginsWord(pluginsIn(before.plugins))}`;
  return { name, description: `${name}: ${images}${plugins}`.slice(0, longestDescription) };
}

/** Eight hexadecimal digits that tell one set of plugins from another. */
export function pluginsWord(plugins: Rolled["plugins"]): string {
  const pairs = Object.entries(plugins).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(pairs)).digest("hex").slice(0, 8);
}

/** Whether a snapshot of this name was taken before an upgrade. */
export function isUpgradeSnapshot(name: string): boolean {
  return pattern.test(name);
}

/** What ran when a snapshot was taken. */
export interface Ran {
  readonly fromImage: string;
  /** {@link pluginsWord}; absent where that is not known. */
  readonly fromPlugins?: string;
}

/** What a snapshot was taken between. */
export interface UpgradeOfSnapshot extends Ran {
  readonly toImage: string;
}

/** Words for what a controller runs, which a snapshot of what it has written carries. */
export function ranText(image: string, plugins: string): string {
  return `${image}, plugins ${plugins}`;
}

/** Reads {@link ranText}; undefined for any other text. */
export function ranIn(text: string | undefined): Ran | undefined {
  const [, fromImage, fromPlugins] = /^(\S+), plugins ([0-9a-f]{8})$/.exec(text ?? "") ?? [];
  return fromImage === undefined || fromPlugins === undefined
    ? undefined
    : { fromImage, fromPlugins };
}

/**
 * What a snapshot of {@link snapshotWords} was taken between.
 *
 * @returns nothing for other snapshots, and where the description was cut short
 */
export function upgradeOf({ name, description }: SnapshotWords): UpgradeOfSnapshot | undefined {
  if (!isUpgradeSnapshot(name) || description.length >= longestDescription) return undefined;
  const [, fromImage, toImage, fromPlugins] =
    /^[^ ]+: (\S+) to ([^\s,]+)(?:, plugins ([0-9a-f]{8}))?$/.exec(description) ?? [];
  if (fromImage === undefined || toImage === undefined) return undefined;
  return { fromImage, toImage, ...(fromPlugins !== undefined && { fromPlugins }) };
}
