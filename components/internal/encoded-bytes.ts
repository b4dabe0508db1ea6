import { accepted, type Parsed } from "./parsed";

/** What a Secret holds at most, in bytes. */
const mostBytes = 2 ** 20;

/**
 * Reads bytes in base64 and drops the line breaks in it. No problem repeats any of the text.
 *
 * @param what what the bytes are, e.g. `a file`
 */
export function parseBase64(text: string, what = "a file"): Parsed<string> {
  const expected = `${what} in base64`;
  const plain = text.replaceAll(/\s/g, "");
  const bytes = Buffer.from(plain, "base64");
  if (plain === "") return { ok: false, problem: { expected, found: "an empty text" } };
  if (bytes.toString("base64") !== plain)
    return {
      ok: false,
      problem: { expected, found: "another text", fix: "encode it with: base64 --wrap=0 <file>" },
    };
  return bytes.length <= mostBytes
    ? accepted(plain)
    : { ok: false, problem: { expected, found: "more than 1 MiB, which no Secret holds" } };
}

/** Reads a PKCS#12 key store in base64. Whether a password opens it is not looked at. */
export function parseKeyStore(text: string): Parsed<string> {
  const what = "a PKCS#12 key store";
  const encoded = parseBase64(text, what);
  if (!encoded.ok) return encoded;
  return isKeyStore(Buffer.from(encoded.value, "base64"))
    ? encoded
    : { ok: false, problem: { expected: `${what} in base64`, found: "other bytes in base64" } };
}

/** A sequence whose first element is the number 3. @see https://www.rfc-editor.org/rfc/rfc7292#section-4 */
function isKeyStore(bytes: Buffer): boolean {
  const [tag, length = 0] = bytes;
  const start = length < 0x80 ? 2 : 2 + (length & 0x7f);
  return tag === 0x30 && bytes.subarray(start, start + 3).equals(Buffer.from([2, 1, 3]));
}
