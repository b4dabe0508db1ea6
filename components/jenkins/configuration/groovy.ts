/**
 * A text as a Groovy literal in single quotes, the only kind in which `$` means nothing.
 *
 * A backslash is written before every backslash and quote, and no line ends within it, so that no setting ever becomes
 * code.
 *
 * @see https://groovy-lang.org/syntax.html#_single_quoted_string
 */
export function groovyText(text: string): string {
  const escaped = text.replaceAll(/[\\'\n\r\t\b\f]/g, (found) => escapes[found] ?? "");
  return `'${escaped.replaceAll(unwritable, "")}'`;
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

/** Control characters and lone surrogates: no name, address or description has them, and YAML cannot carry them. */
const unwritable = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;

/** A list of texts. */
export function groovyList(texts: readonly string[]): string {
  return `[${texts.map(groovyText).join(", ")}]`;
}
