import { createHash } from "node:crypto";

import { shortVersion } from "./rolled";

/** One change of the controller's pod, from what was recorded last to what is wanted now. */
export interface Change {
  /** What was recorded last; absent when nothing was. */
  readonly before: ChangeSide | undefined;
  readonly after: Omit<ChangeSide, "at">;
}

/** One side of a {@link Change}. */
export interface ChangeSide {
  /** When it was recorded; RFC 3339, UTC. */
  readonly at: string;
  readonly image: string;
  readonly podHash: string;
}

/** What a snapshot before an upgrade is called. */
export interface SnapshotWords {
  readonly name: string;
  /** SAN Manager shows it and no name, so it begins with the name. */
  readonly description: string;
}

/** Versions are tags' and digests': `2.580.1` or twelve digits. */
const pattern = /^upgrade-[\w.]+-to-[\w.]+-[0-9a-f]{8}$/;

/** DSM takes 256 characters for a name; what a person reads in a list is shorter. */
const longestDescription = 250;

/**
 * Name and description of the snapshot before a change.
 *
 * They follow from the change alone, so that a run which repeats one that was killed finds the snapshot instead of
 * taking a second one. When the same change is made again later, what was recorded in between makes it another.
 */
export function snapshotWords({ before, after }: Change): SnapshotWords {
  const occasion = [before?.at, before?.podHash, after.podHash];
  const hash = createHash("sha256").update(JSON.stringify(occasion)).digest("hex").slice(0, 8);
  const from = before?.image ?? "";
  const name = `upgrade-${shortVersion(from)}-to-${shortVersion(after.image)}-${hash}`;
  const images = `${from === "" ? "unknown" : from} to ${after.image}`;
  return { name, description: `${name}: ${images}`.slice(0, longestDescription) };
}

/** Whether a snapshot of this name was taken before an upgrade. */
export function isUpgradeSnapshot(name: string): boolean {
  return pattern.test(name);
}

/**
 * What a snapshot of {@link snapshotWords} was taken between.
 *
 * @returns nothing for other snapshots, and where the description was cut short
 */
export function upgradeOf({
  name,
  description,
}: SnapshotWords): { readonly fromImage: string; readonly toImage: string } | undefined {
  if (!isUpgradeSnapshot(name) || description.length >= longestDescription) return undefined;
  const [, fromImage, toImage] = /^[^ ]+: (\S+) to (\S+)$/.exec(description) ?? [];
  return fromImage === undefined || toImage === undefined ? undefined : { fromImage, toImage };
}
