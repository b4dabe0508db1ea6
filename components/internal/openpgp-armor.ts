/** The bytes inside the text form of an OpenPGP message. */
export interface Armored {
  /** What the block says it holds, e.g. `PRIVATE KEY BLOCK`. */
  readonly kind: string;
  readonly bytes: Buffer;
}

const block =
  /^-----BEGIN PGP (?<kind>[A-Z ,/0-9]+)-----\n(?<headers>(?:[^\n:]+: [^\n]*\n)*)\n(?<body>[A-Za-z0-9+/=\n]+?)(?:\n=(?<checksum>[A-Za-z0-9+/]{4}))?\n-----END PGP \k<kind>-----$/;

/**
 * Reads an armored OpenPGP block.
 *
 * @returns nothing when the text is no such block, or a damaged one
 * @see https://www.rfc-editor.org/rfc/rfc9580#section-6
 */
export function dearmor(text: string): Armored | undefined {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const parts = block.exec(lines.join("\n"))?.groups;
  const { kind, body, checksum } = parts ?? {};
  if (kind === undefined || body === undefined) return undefined;
  const bytes = Buffer.from(body, "base64");
  if (bytes.toString("base64") !== body.replaceAll("\n", "")) return undefined;
  return checksum === undefined || checksum === crc24(bytes) ? { kind, bytes } : undefined;
}

/** Writes an armored block with its checksum, as GnuPG does. */
export function armor(kind: string, bytes: Buffer): string {
  const body = (bytes.toString("base64").match(/.{1,64}/g) ?? []).join("\n");
  return `-----BEGIN PGP ${kind}-----\n\n${body}\n=${crc24(bytes)}\n-----END PGP ${kind}-----\n`;
}

/** @see https://www.rfc-editor.org/rfc/rfc9580#section-6.1.1 */
function crc24(bytes: Buffer): string {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb;
    }
  }
  return Buffer.from([(crc >> 16) & 0xff, (crc >> 8) & 0xff, crc & 0xff]).toString("base64");
}
