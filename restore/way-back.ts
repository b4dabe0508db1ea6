import type { KnownSnapshot } from "./world";

/** Names of the snapshots that restores have taken of what was the present then. */
export function keptPresents(snapshots: readonly KnownSnapshot[]): string[] {
  return snapshots.filter(({ present }) => present).map(({ name }) => name);
}

/**
 * The snapshots that hold what a restore has replaced, the oldest first. The first is the way back; a run that was cut off
 * and repeated has left others, which hold what the restore itself had put there.
 *
 * @param known those of earlier restores
 */
export function wayBack(
  snapshots: readonly KnownSnapshot[],
  known: readonly string[],
): readonly KnownSnapshot[] {
  return snapshots
    .filter(({ name, present }) => present && !known.includes(name))
    .toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}
