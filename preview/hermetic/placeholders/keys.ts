import { createHash, createPrivateKey, generateKeyPairSync } from "node:crypto";

import { armor } from "../../../components/internal/openpgp-armor";
import { parsePrivateKeyBlock } from "../../../components/internal/openpgp-key";
import { tags, writePacket } from "../../../components/internal/openpgp-packet";

/** What PKCS#8 puts before the 32 bytes of an Ed25519 key. @see https://www.rfc-editor.org/rfc/rfc8410#section-7 */
const ed25519Prefix = Buffer.from("302e020100300506032b657004220420", "hex");
/** Length and bytes of the curve's name. @see https://www.rfc-editor.org/rfc/rfc9580#section-9.2 */
const ed25519Curve = Buffer.from("092b06010401da470f01", "hex");

/** A private key for SSH that opens nothing: the same one for the same seed. */
export function sshKey(seed: string): string {
  const key = Buffer.concat([ed25519Prefix, bytesOf(seed)]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" })
    .export({ format: "pem", type: "pkcs8" })
    .toString();
}

/** A private key as GitHub Apps sign with, drawn once a process: RSA keys cannot be told from a seed. */
export function appKey(): string {
  drawnAppKey ??= generateKeyPairSync("rsa", { modulusLength: 2048 })
    .privateKey.export({ format: "pem", type: "pkcs8" })
    .toString();
  return drawnAppKey;
}

let drawnAppKey: string | undefined;

/** The start of a PKCS#12 key store, in base64: all of it that is looked at. */
export const keyStore = Buffer.from([0x30, 3, 2, 1, 3]).toString("base64");

/** A key that has the shape of GnuPG's and signs nothing, and its fingerprint, which nobody can choose. */
export interface PlaceholderKey {
  readonly privateKey: string;
  readonly fingerprint: string;
}

/** The OpenPGP key that stands for the one with this fingerprint: another fingerprint, another key. */
export function openPgpKey(fingerprint: string): PlaceholderKey {
  const point = Buffer.concat([Buffer.from([0x40]), bytesOf(`${fingerprint} point`)]);
  const secret = mpi(bytesOf(`${fingerprint} secret`));
  const body = Buffer.concat([
    // Version 4, made at the start of time, EdDSA.
    Buffer.from([4, 0, 0, 0, 0, 22]),
    ed25519Curve,
    mpi(point),
    // Not encrypted; the sum of its bytes stands behind the secret.
    Buffer.from([0]),
    secret,
    sumOf(secret),
  ]);
  const user = Buffer.from("placeholder");
  const packets = [writePacket({ tag: tags.secretKey, body })];
  const privateKey = armor(
    "PRIVATE KEY BLOCK",
    Buffer.concat([...packets, writePacket({ tag: tags.userId, body: user })]),
  );
  const parsed = parsePrivateKeyBlock(privateKey);
  return { privateKey, fingerprint: parsed.ok ? parsed.value.fingerprint : "" };
}

function bytesOf(seed: string): Buffer {
  return createHash("sha256").update(`placeholder ${seed}`).digest();
}

/** A number as OpenPGP writes it: its length in bits, then its bytes. Leading zeros are no part of it. */
function mpi(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = bytes.subarray(start);
  const bits = digits.length * 8 - (Math.clz32(digits[0] ?? 0) - 24);
  return Buffer.concat([Buffer.from([bits >> 8, bits & 0xff]), digits]);
}

function sumOf(bytes: Buffer): Buffer {
  const sum = bytes.reduce((total, byte) => (total + byte) & 0xffff, 0);
  return Buffer.from([sum >> 8, sum & 0xff]);
}
