/**
 * A text as one line of Markdown that means nothing but itself: no table, link, mention, reference or HTML comes of it.
 */
export function inline(text: string): string {
  return oneLine(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[\\`*_{}[\]|~!$^]/g, "\\$&")
    .replace(/([@#])(?=[\w])/g, "$1\u200b")
    .replace(/(https?):\/\//gi, "$1:\u200b//")
    .replace(/\bwww\./gi, "www\u200b.");
}

/** A text as a span of code in a cell of a table. */
export function code(text: string): string {
  const content = oneLine(text).replace(/\|/g, "\\|");
  const ticks = fence(content, 1);
  const padded = content.startsWith("`") || content.endsWith("`") ? ` ${content} ` : content;
  return content === "" ? "" : `${ticks}${padded}${ticks}`;
}

/** Lines as a block of code that nothing in them can end. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const content = lines.map(printable).join("\n");
  const ticks = fence(content, 3);
  return `${ticks}${language}\n${content}\n${ticks}`;
}

/** A text without what a terminal would obey. */
export function printable(text: string): string {
  // Tabs and line breaks stay; so that nothing is hidden, what goes leaves a mark.
  return text.replace(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** A text on one line. */
export function oneLine(text: string): string {
  return printable(text.replace(/\s*\r?\n\s*/g, " ")).trim();
}

/** More backticks than there are anywhere in a row. */
function fence(content: string, least: number): string {
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(Math.max(least, longest + 1));
}
