/** A part of a text that may be told more briefly. */
export interface Part {
  /** How many items it has. */
  readonly count: number;
  /** The part with so many of its items: the most important ones, with a word about those left out. */
  readonly render: (kept: number) => string;
}

/**
 * Parts of a text as long as a limit allows.
 *
 * @param order which parts are cut, the first one first, as positions in `parts`; a part that is not named stays whole
 */
export function fitted(parts: readonly Part[], order: readonly number[], limit: number): string {
  const texts = parts.map(({ count, render }) => render(count));
  const length = () => texts.filter((text) => text !== "").join("\n\n").length;
  for (const position of order) {
    const part = parts[position];
    const excess = length() - limit;
    if (excess <= 0 || part === undefined || part.count === 0) continue;
    const room = (texts[position]?.length ?? 0) - excess;
    texts[position] = part.render(mostWithin(part, room));
  }
  // Nothing but a limit shorter than the first lines gets here.
  return texts
    .filter((text) => text !== "")
    .join("\n\n")
    .slice(0, limit);
}

/** How many items a part may keep to be no longer than a room. */
function mostWithin({ count, render }: Part, room: number): number {
  let [fits, tooMany] = [0, count];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (render(middle).length <= room) fits = middle;
    else tooMany = middle;
  }
  return fits;
}
