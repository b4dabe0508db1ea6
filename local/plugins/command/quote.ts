const escapes: Readonly<Record<string, string>> = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};

/**
 * Quotes a text the way Go's `%q` does, which is how the official plugin prints a command.
 * @see https://pkg.go.dev/strconv#Quote
 */
export function goQuoted(text: string): string {
  const body = text.replace(/["\\]|\p{C}|(?! )\p{Z}/gu, (character) => {
    const escape = escapes[character];
    if (escape !== undefined) return escape;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return `\\x${hex(code, 2)}`;
    return code < 0x1_0000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  });
  return `"${body}"`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
