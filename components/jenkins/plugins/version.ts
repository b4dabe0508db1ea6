const unfinished = /^(alpha|beta|milestone|rc|cr|snapshot)/i;

/**
 * Compares two versions as Jenkins does: numbers as numbers, a pre-release before its release.
 *
 * @returns below 0 when `one` is older, above 0 when it is newer
 * @see https://www.jenkins.io/doc/developer/publishing/releasing-cd/
 */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one.split(/[.-]/), other.split(/[.-]/)];
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const order = compareParts(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

/** A number is newer than any word, so `1.2` is newer than `1.v0a1b2c3d4e5f`. */
function compareParts(one: string | undefined, other: string | undefined): number {
  if (one === undefined) return other === undefined ? 0 : -compareParts(other, one);
  const [left, right] = [numberOf(one), numberOf(other ?? "0")];
  if (left !== undefined && right !== undefined) return left - right;
  if (left !== undefined) return 1;
  if (other === undefined) return unfinished.test(one) ? -1 : 1;
  if (right !== undefined) return -1;
  return one < other ? -1 : Number(one > other);
}

function numberOf(part: string): number | undefined {
  return /^\d+$/.test(part) ? Number(part) : undefined;
}
