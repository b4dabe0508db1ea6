import { createHash, sign, type KeyObject } from "node:crypto";

import { keyOf, publicPointOf } from "./ssh-key";

/** An OpenPGP key that was made up: for a platform on which nothing is signed that anybody trusts. */
export interface SigningKey {
  /** 40 hexadecimal digits, upper case. */
  readonly fingerprint: string;
  /** Armored, without a passphrase; the program adds the checksum that older GnuPG asks for. */
  readonly privateKey: string;
}

/** Ed25519 as OpenPGP version 4 names it. */
const curve = Buffer.from("2b06010401da470f01", "hex");
const eddsa = 22;
const sha256 = 8;
/** Any moment will do, as long as it is always the same: it is part of the fingerprint. */
const created = Buffer.from("65920080", "hex");

/**
 * The OpenPGP key of a seed, with one user id that it signed itself.
 *
 * @param seed 32 bytes
 * @see https://www.rfc-editor.org/rfc/rfc9580
 */
export function signingKey(seed: Buffer, userId: string): SigningKey {
  const key = keyOf(seed);
  const publicBody = Buffer.concat([
    Buffer.from([4]),
    created,
    Buffer.from([eddsa, curve.length]),
    curve,
    integer(Buffer.concat([Buffer.from([0x40]), publicPointOf(key)])),
  ]);
  const hashedKey = Buffer.concat([Buffer.from([0x99]), length16(publicBody), publicBody]);
  const fingerprint = createHash("sha1").update(hashedKey).digest();

  const secret = integer(seed);
  const secretBody = Buffer.concat([publicBody, Buffer.from([0]), secret, checksum(secret)]);
  const user = Buffer.from(userId);
  const bytes = Buffer.concat([
    packet(5, secretBody),
    packet(13, user),
    packet(2, signature(key, fingerprint, hashedKey, user)),
  ]);
  const body = (bytes.toString("base64").match(/.{1,64}/g) ?? []).join("\n");
  const block = "PGP PRIVATE KEY BLOCK-----";
  return {
    fingerprint: fingerprint.toString("hex").toUpperCase(),
    privateKey: `-----BEGIN ${block}\n\n${body}\n-----END ${block}\n`,
  };
}

/** The key's word that this user id is its own, and that it certifies and signs. */
function signature(key: KeyObject, fingerprint: Buffer, hashedKey: Buffer, user: Buffer): Buffer {
  const hashed = Buffer.concat([
    subpacket(2, created),
    subpacket(27, Buffer.from([3])),
    subpacket(33, Buffer.concat([Buffer.from([4]), fingerprint])),
  ]);
  const unhashed = subpacket(16, fingerprint.subarray(-8));
  const start = Buffer.concat([Buffer.from([4, 0x13, eddsa, sha256]), length16(hashed), hashed]);
  const digest = createHash("sha256")
    .update(hashedKey)
    .update(Buffer.concat([Buffer.from([0xb4]), length32(user), user]))
    .update(Buffer.concat([start, Buffer.from([4, 0xff]), length32(start)]))
    .digest();
  const signed = sign(null, digest, key);
  return Buffer.concat([
    start,
    length16(unhashed),
    unhashed,
    digest.subarray(0, 2),
    integer(signed.subarray(0, 32)),
    integer(signed.subarray(32)),
  ]);
}

/** A number with its length in bits before it and no zeros in front. */
function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first === -1 ? Buffer.alloc(0) : bytes.subarray(first);
  const bits = digits.length === 0 ? 0 : digits.length * 8 - Math.clz32(digits[0] ?? 0) + 24;
  return Buffer.concat([Buffer.from([bits >> 8, bits & 0xff]), digits]);
}

function checksum(bytes: Buffer): Buffer {
  const sum = bytes.reduce((total, byte) => (total + byte) & 0xffff, 0);
  return Buffer.from([sum >> 8, sum & 0xff]);
}

function packet(tag: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xc0 | tag, 0xff]), length32(body), body]);
}

function subpacket(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([body.length + 1, type]), body]);
}

function length16({ length }: Buffer): Buffer {
  return Buffer.from([length >> 8, length & 0xff]);
}

function length32({ length }: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}
