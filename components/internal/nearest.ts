import { closest, distance } from "fastest-levenshtein";

/** The known word that a typing error leads away from: two letters exchanged, or every third one different. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(word.toLowerCase(), known);
  const different = distance(word.toLowerCase(), candidate.toLowerCase());
  return different <= Math.max(2, Math.floor(candidate.length / 3)) &&
    different < candidate.length / 2
    ? candidate
    : undefined;
}
