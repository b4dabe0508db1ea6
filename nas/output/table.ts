import { widthOf, type Paint } from "./colours";

/** One column: its heading, and whether its cells are numbers that line up at their right ends. */
export type Column = string | { readonly heading: string; readonly numbers: true };

/**
 * Lays rows out in aligned columns under a heading, one line each, without trailing space.
 *
 * @param rows texts, with colours or without; a line break or control character in one is shown as a space
 */
export function table(
  paint: Paint,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const headings = columns.map((column) => (typeof column === "string" ? column : column.heading));
  const cells = rows.map((row) => columns.map((_, index) => oneLine(row[index] ?? "")));
  const widths = headings.map((heading, index) =>
    Math.max(widthOf(heading), ...cells.map((row) => widthOf(row[index] ?? ""))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => {
        const space = " ".repeat((widths[index] ?? 0) - widthOf(cell));
        return typeof columns[index] === "object" ? `${space}${cell}` : `${cell}${space}`;
      })
      .join("  ")
      .trimEnd();
  return [line(headings.map((heading) => paint("heading", heading))), ...cells.map(line)].join(
    "\n",
  );
}

/** Names and values, one line each, the values aligned. */
export function facts(paint: Paint, entries: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries
    .map(([name, value]) => `${paint("faint", name.padEnd(width))}  ${oneLine(value)}`.trimEnd())
    .join("\n");
}

/** What the NAS calls its objects is anybody's text: it must not move a terminal's cursor. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- all of them but the escape of our own colours
  return text.replaceAll(/[\u0000-\u001a\u001c-\u001f\u007f-\u009f]|\u001b(?!\[\d+m)/g, " ");
}
