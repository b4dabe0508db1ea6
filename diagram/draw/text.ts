/** How a text is set: in letters of their own widths, in bold ones, or all of one width for names and addresses. */
export type Face = "plain" | "bold" | "mono";

const narrow = /[iIl.,:;'|!()[\]jftr/\-· ]/;
const wide = /[mwMW@%—…→←]/;
const capital = /[A-Z0-9_+=<>~#&*?$]/;

/**
 * Width that a text takes at most, in pixels, whatever font a reader has: fonts for screens are narrower than these
 * widths, which are those of DejaVu, the widest usual one.
 */
export function widthOf(text: string, size: number, face: Face): number {
  const glyph = face === "mono" ? monoGlyph : plainGlyph;
  const units = Array.from(text).reduce(
    (sum, character) => sum + (foreign(character) ?? glyph(character)),
    0,
  );
  return units * size * (face === "bold" ? 1.1 : 1);
}

/** The text, cut in its middle where it is too wide: the beginning and the end of a name tell most of it. */
export function fitted(text: string, width: number, size: number, face: Face): string {
  if (widthOf(text, size, face) <= width) return text;
  const characters = Array.from(text);
  for (let kept = characters.length - 1; kept > 1; kept--) {
    const head = Math.ceil(kept * 0.6);
    const tail = characters.slice(characters.length - (kept - head)).join("");
    const cut = `${characters.slice(0, head).join("")}…${kept === head ? "" : tail}`;
    if (widthOf(cut, size, face) <= width) return cut;
  }
  return "…";
}

/** The words of a text in lines, each no wider than told; a word that is too wide is cut. */
export function wrapped(text: string, width: number, size: number, face: Face): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && widthOf(longer, size, face) <= width)
      lines[lines.length - 1] = longer;
    else lines.push(fitted(word, width, size, face));
  }
  return lines;
}

/** A text as XML holds it; what XML cannot hold, control characters and halves of characters, becomes a space. */
export function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, " ")
    .replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

function plainGlyph(character: string): number {
  if (narrow.test(character)) return 0.42;
  if (wide.test(character)) return 1;
  return capital.test(character) ? 0.72 : 0.65;
}

function monoGlyph(): number {
  return 0.62;
}

/** Width of a character that comes from another font than the rest: other scripts, ideographs, emoji. */
function foreign(character: string): number | undefined {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x250 || wide.test(character)) return undefined;
  return point < 0x1100 ? 1 : 1.4;
}
