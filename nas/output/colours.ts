/** What a colour says in every table: fine, look at it, wrong, of minor interest, a heading. */
export type Tone = "good" | "warning" | "bad" | "faint" | "heading";

/** Gives a text its tone; without colours, it returns the text as it is. */
export type Paint = (tone: Tone, text: string) => string;

const codes: Readonly<Record<Tone, readonly [on: number, off: number]>> = {
  good: [32, 39],
  warning: [33, 39],
  bad: [31, 39],
  faint: [2, 22],
  heading: [1, 22],
};

/** @param colours whether the output is a terminal whose user has not set NO_COLOR (https://no-color.org) */
export function paintFor(colours: boolean): Paint {
  return colours
    ? (tone, text) => `\u001b[${codes[tone][0]}m${text}\u001b[${codes[tone][1]}m`
    : (_, text) => text;
}

/** Columns a text takes on a terminal: colours take none. */
export function widthOf(text: string): number {
  // eslint-disable-next-line no-control-regex -- colours are control characters
  return Array.from(text.replaceAll(/\u001b\[\d+m/g, "")).length;
}
