/** Operation codes of RFC 7143 §11.2.1.2 that a discovery needs. */
export const opcodes = {
  loginRequest: 0x03,
  textRequest: 0x04,
  logoutRequest: 0x06,
  nopIn: 0x20,
  loginResponse: 0x23,
  textResponse: 0x24,
  asyncMessage: 0x32,
  reject: 0x3f,
} as const;

/** Asks for delivery beside the queue of commands: a discovery has one command at a time. */
export const immediate = 0x40;

/** Flag: the unit is complete in itself. */
export const final = 0x80;

/** Value of a task tag that says "none". */
export const noTag = 0xffffffff;

const headerLength = 48;

/** One protocol data unit of iSCSI without digests: the basic header and its text. */
export interface Pdu {
  readonly opcode: number;
  /** Second byte of the header: the final and continue bits, and the stages of a login. */
  readonly flags: number;
  /** The whole basic header, for fields of one kind of unit only. */
  readonly header: Buffer;
  /** Data segment without padding. */
  readonly content: Buffer;
}

/**
 * Builds a unit.
 *
 * @param fields 32-bit words by their offset in the header, such as a task tag at 16
 */
export function encodePdu(
  opcode: number,
  flags: number,
  fields: Readonly<Record<number, number>>,
  content: Buffer = Buffer.alloc(0),
): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt8(opcode, 0);
  header.writeUInt8(flags, 1);
  header.writeUIntBE(content.length, 5, 3);
  for (const [offset, value] of Object.entries(fields)) header.writeUInt32BE(value, Number(offset));
  return Buffer.concat([header, content, Buffer.alloc(padded(content.length) - content.length)]);
}

/** Takes the first complete unit off a stream's bytes; undefined while it is incomplete. */
export function decodePdu(bytes: Buffer): { pdu: Pdu; rest: Buffer } | undefined {
  if (bytes.length < headerLength) return undefined;
  const start = headerLength + 4 * bytes.readUInt8(4);
  const length = bytes.readUIntBE(5, 3);
  const end = start + padded(length);
  if (bytes.length < end) return undefined;
  const header = bytes.subarray(0, headerLength);
  return {
    pdu: {
      opcode: bytes.readUInt8(0) & 0x3f,
      flags: bytes.readUInt8(1),
      header,
      content: bytes.subarray(start, start + length),
    },
    rest: bytes.subarray(end),
  };
}

/** Bytes a unit takes whose data segment has this length, as far as its header tells yet. */
export function announcedLength(bytes: Buffer): number {
  return bytes.length < headerLength ? headerLength : headerLength + bytes.readUIntBE(5, 3);
}

/** Writes keys and values as a data segment. */
export function encodeKeys(keys: readonly (readonly [string, string])[]): Buffer {
  return Buffer.from(keys.map(([key, value]) => `${key}=${value}\0`).join(""), "utf8");
}

/** Reads a data segment; the order counts, and keys may repeat. */
export function decodeKeys(content: Buffer): [key: string, value: string][] {
  return content
    .toString("utf8")
    .split("\0")
    .filter((entry) => entry.includes("="))
    .map((entry) => {
      const at = entry.indexOf("=");
      return [entry.slice(0, at), entry.slice(at + 1)];
    });
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
