import { createHash } from "node:crypto";

import { armor, dearmor } from "./openpgp-armor";
import { readPackets, tags, writePacket, type Packet } from "./openpgp-packet";
import { accepted, refused, type Parsed } from "./parsed";

/** A private key, and what may be told of it. */
export interface PrivateKey {
  /** Fingerprint of the primary key: 40 hexadecimal digits, upper case. */
  readonly fingerprint: string;
  /** The key as GnuPG armors it: before 2.4 it reads none without the checksum, which others leave out. */
  readonly text: string;
  /** The public part, armored, for the machines that trust it. */
  readonly publicKey: string;
}

const expected = "an armored OpenPGP private key";
const exportKey = "export it with: gpg --armor --export-secret-keys <fingerprint>";

/**
 * Reads one armored private key and derives its fingerprint and its public key from it.
 *
 * No problem repeats any of the text. Whether a passphrase opens the key is not looked at.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9580#section-10.2
 */
export function parsePrivateKeyBlock(text: string): Parsed<PrivateKey> {
  const armored = dearmor(text.trim().replaceAll("\r\n", "\n"));
  if (armored === undefined) return found(otherText(text));
  if (armored.kind === "PUBLIC KEY BLOCK") return found("a public key");
  if (armored.kind !== "PRIVATE KEY BLOCK") return found("another OpenPGP message");
  const packets = readPackets(armored.bytes) ?? [];
  const keys = packets.filter(({ tag }) => tag === tags.secretKey);
  if (packets[0]?.tag !== tags.secretKey) return found("a damaged one");
  if (keys.length > 1) return found(`${keys.length} keys`);

  const parts = packets.map(publicPacket);
  const version = packets[0].body[0];
  if (version !== 4)
    return found(
      `one of version ${version ?? "unknown"}`,
      "rpm and GnuPG 2.2 and 2.4 agree on version 4 only",
    );
  if (parts.some((part) => part === "unreadable")) return found("a damaged one");
  if (packets.filter(canSign).every(isStub))
    return found("one whose secret part is kept elsewhere", exportKey);
  const exported = parts.filter((part) => typeof part === "object");
  const [primary] = exported;
  return accepted({
    text: armor("PRIVATE KEY BLOCK", armored.bytes),
    fingerprint: fingerprintOf(primary?.body ?? Buffer.alloc(0)),
    publicKey: armor("PUBLIC KEY BLOCK", Buffer.concat(exported.map(writePacket))),
  });
}

/** Reads the fingerprint of an OpenPGP key of version 4. */
export function parseKeyFingerprint(text: string): Parsed<string> {
  const form = "a fingerprint of 40 hexadecimal digits in upper case";
  if (/^[0-9A-F]{40}$/.test(text)) return accepted(text);
  const plain = text.replace(/^0x/i, "").replaceAll(/[\s:]/g, "").toUpperCase();
  if (/^[0-9A-F]{40}$/.test(plain)) return refused(form, `did you mean "${plain}"?`);
  return /^[0-9A-F]{8}([0-9A-F]{8})?$/.test(plain)
    ? refused(form, "a key ID is too short: another key can be made that has the same")
    : refused(form);
}

/** The fingerprint of a public key packet of version 4. */
function fingerprintOf(body: Buffer): string {
  const prefix = Buffer.from([0x99, body.length >> 8, body.length & 0xff]);
  return createHash("sha1").update(prefix).update(body).digest("hex").toUpperCase();
}

function isSecret({ tag }: Packet): boolean {
  return tag === tags.secretKey || tag === tags.secretSubkey;
}

/** Algorithms that only encrypt: ElGamal, ECDH, X25519, X448. */
const encryptOnly: readonly number[] = [16, 18, 25, 26];

function canSign(packet: Packet): boolean {
  return isSecret(packet) && !encryptOnly.includes(packet.body[5] ?? 0);
}

/** The same packet without its secret; nothing for one that is not exported. */
function publicPacket(packet: Packet): Packet | "unreadable" | undefined {
  const { tag, body } = packet;
  if (isSecret(packet)) {
    const length = publicLength(body);
    return length === undefined
      ? "unreadable"
      : {
          tag: tag === tags.secretKey ? tags.publicKey : tags.publicSubkey,
          body: body.subarray(0, length),
        };
  }
  const kept: readonly number[] = [tags.signature, tags.userId, tags.userAttribute];
  return kept.includes(tag) ? packet : undefined;
}

/** GnuPG's mark of a secret that is on a smart card or was left out: string-to-key 101, then `GNU`. */
function isStub({ body }: Packet): boolean {
  const usage = publicLength(body) ?? body.length;
  return (body[usage] ?? 0) >= 254 && body[usage + 2] === 101;
}

/** How many bytes of a secret key packet of version 4 are its public key. */
function publicLength(body: Buffer): number | undefined {
  const fields = body[0] === 4 ? keyFields[body[5] ?? 0] : undefined;
  if (fields === undefined) return undefined;
  let at = 6;
  for (const field of fields) at += fieldLength(body, at, field);
  // At least one byte of the secret follows.
  return at < body.length ? at : undefined;
}

/** A number of bytes, a number with its length in bits before it, or bytes with their count before them. */
type Field = number | "mpi" | "counted";

function fieldLength(body: Buffer, at: number, field: Field): number {
  if (typeof field === "number") return field;
  if (field === "counted") return 1 + (body[at] ?? 0);
  return 2 + Math.ceil((((body[at] ?? 0) << 8) + (body[at + 1] ?? 0)) / 8);
}

const elliptic: readonly Field[] = ["counted", "mpi"];
/** What a public key consists of, by its algorithm. @see https://www.rfc-editor.org/rfc/rfc9580#section-9.1 */
const keyFields: Readonly<Record<number, readonly Field[]>> = {
  1: ["mpi", "mpi"],
  2: ["mpi", "mpi"],
  3: ["mpi", "mpi"],
  16: ["mpi", "mpi", "mpi"],
  17: ["mpi", "mpi", "mpi", "mpi"],
  18: [...elliptic, "counted"],
  19: elliptic,
  22: elliptic,
  25: [32],
  26: [56],
  27: [32],
  28: [57],
};

function found(what: string, fix?: string): Parsed<never> {
  const problem = { expected, found: what };
  return { ok: false, problem: fix === undefined ? problem : { ...problem, fix } };
}

function otherText(text: string): string {
  if (text.trim() === "") return "an empty text";
  return text.includes("-----BEGIN PGP ") ? "a damaged one" : "another text";
}
