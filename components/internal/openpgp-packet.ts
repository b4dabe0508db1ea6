/** One packet of an OpenPGP message. */
export interface Packet {
  /** What it is, e.g. 5 for a secret key. */
  readonly tag: number;
  readonly body: Buffer;
}

/** Packets of a transferable key that this program speaks of. */
export const tags = {
  signature: 2,
  secretKey: 5,
  publicKey: 6,
  secretSubkey: 7,
  userId: 13,
  publicSubkey: 14,
  userAttribute: 17,
} as const;

/**
 * Splits an OpenPGP message into its packets.
 *
 * @returns nothing when the bytes are no sequence of whole packets
 * @see https://www.rfc-editor.org/rfc/rfc9580#section-4.2
 */
export function readPackets(bytes: Buffer): Packet[] | undefined {
  const packets: Packet[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const header = readHeader(rest);
    if (header === undefined || rest.length < header.start + header.length) return undefined;
    const end = header.start + header.length;
    packets.push({ tag: header.tag, body: rest.subarray(header.start, end) });
    rest = rest.subarray(end);
  }
  return packets;
}

/** One packet with a header of the old form, which every implementation reads and GnuPG writes. */
export function writePacket({ tag, body }: Packet): Buffer {
  const { length } = body;
  if (length < 0x100) return Buffer.concat([Buffer.from([0x80 | (tag << 2), length]), body]);
  if (length < 0x10000)
    return Buffer.concat([Buffer.from([0x80 | (tag << 2) | 1, length >> 8, length & 0xff]), body]);
  const header = Buffer.alloc(5);
  header[0] = 0x80 | (tag << 2) | 2;
  header.writeUInt32BE(length, 1);
  return Buffer.concat([header, body]);
}

interface Header {
  readonly tag: number;
  /** Where the body starts. */
  readonly start: number;
  readonly length: number;
}

function readHeader(bytes: Buffer): Header | undefined {
  const first = bytes[0] ?? 0;
  if ((first & 0x80) === 0) return undefined;
  return (first & 0x40) === 0 ? oldHeader(bytes, first) : newHeader(bytes, first & 0x3f);
}

function oldHeader(bytes: Buffer, first: number): Header | undefined {
  const width = [1, 2, 4][first & 3];
  // Without a length, the packet reaches to the end: no key is written so.
  if (width === undefined || bytes.length < 1 + width) return undefined;
  return { tag: (first >> 2) & 0xf, start: 1 + width, length: bytes.readUIntBE(1, width) };
}

/** Partial lengths, which only data may have, are not read. */
function newHeader(bytes: Buffer, tag: number): Header | undefined {
  const [, one = 0, two = 0] = bytes;
  if (one < 192) return { tag, start: 2, length: one };
  if (one < 224) return { tag, start: 3, length: ((one - 192) << 8) + two + 192 };
  return one === 255 && bytes.length >= 6
    ? { tag, start: 6, length: bytes.readUInt32BE(2) }
    : undefined;
}
