import { accepted, refused, type Parsed } from "../parsed";

/** The public half of a host's key, or of the key with which an authority signs certificates of hosts. */
export interface PublicKey {
  /** Type of the key, e.g. `ssh-ed25519`. */
  readonly type: string;
  /** The key in Base64, as `.pub` files have it. */
  readonly data: string;
}

/** Bytes of a point of each curve, uncompressed. */
const points = { nistp256: 65, nistp384: 97, nistp521: 133 };
const keyTypes = [
  "ssh-ed25519",
  ...Object.keys(points).map((curve) => `ecdsa-sha2-${curve}`),
  "ssh-rsa",
];
const leastRsaBits = 2048;
const expected = "a public host key such as ssh-ed25519 AAAA…";

/**
 * Reads the public key of a host as `/etc/ssh/ssh_host_*_key.pub` has it; the comment behind it is dropped.
 *
 * OpenSSH passes over a line of known hosts that it cannot read without a word, so the key is read to its last byte.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4253#section-6.6
 */
export function parsePublicKey(text: string): Parsed<PublicKey> {
  if (text.includes("PRIVATE KEY"))
    return { ok: false, problem: { expected, found: "a private key", fix: "give the .pub file" } };
  if (text !== text.trim()) return refused(expected, "remove the space around it");
  const [type = "", data = "", ...comment] = text.split(" ");
  if (!keyTypes.includes(type)) return refused(expected, otherType(text, type, data));
  const parts = partsOf(data);
  if (parts?.[0]?.toString("latin1") !== type || !/^[\x20-\x7e]*$/.test(comment.join(" ")))
    return refused(expected, "copy the whole line of the .pub file");
  const fault = faultOf(type, parts.slice(1));
  return fault === undefined ? accepted({ type, data }) : refused(expected, fault);
}

/** The key as a line of known hosts has it. */
export function keyText({ type, data }: PublicKey): string {
  return `${type} ${data}`;
}

function otherType(text: string, type: string, data: string): string | undefined {
  if (text.startsWith("@") || keyTypes.includes(data))
    return "leave out the host before the key's type";
  if (type.includes("-cert-v01@"))
    return "this is a certificate, give the key of the authority that signed it";
  if (type.startsWith("rsa-sha2-")) return "the type of such a key is ssh-rsa";
  return data === "" ? undefined : `key types are ${keyTypes.join(", ")}`;
}

/** What is wrong with the numbers of a key, whose type stands before them. */
function faultOf(type: string, numbers: readonly Buffer[]): string | undefined {
  const damaged = "copy the whole line of the .pub file";
  const [first, second, ...rest] = numbers;
  if (first === undefined || rest.length > 0) return damaged;
  if (type === "ssh-ed25519")
    return first.length === 32 && second === undefined ? undefined : damaged;
  if (second === undefined) return damaged;
  if (type !== "ssh-rsa") return isPoint(type, first, second) ? undefined : damaged;
  const bits = bitsOf(second);
  return bits >= leastRsaBits
    ? undefined
    : `an RSA key has at least ${leastRsaBits} bits, this one has ${bits}`;
}

function isPoint(type: string, curve: Buffer, point: Buffer): boolean {
  const name = curve.toString("latin1");
  const length = Object.entries(points).find(([known]) => known === name)?.[1];
  return type.endsWith(`-${name}`) && point.length === length && point[0] === 4;
}

function bitsOf(number: Buffer): number {
  const text = number.toString("hex");
  return text === "" ? 0 : BigInt(`0x${text}`).toString(2).length;
}

/** The texts that a key consists of, each after its length; nothing when they do not fill it exactly. */
function partsOf(data: string): Buffer[] | undefined {
  const bytes = Buffer.from(data, "base64");
  if (data === "" || bytes.toString("base64") !== data) return undefined;
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    parts.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return parts;
}
