import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/**
 * The Ed25519 key of a seed.
 *
 * @param seed 32 bytes
 */
export function keyOf(seed: Buffer): KeyObject {
  const header = Buffer.from("302e020100300506032b657004220420", "hex");
  return createPrivateKey({ key: Buffer.concat([header, seed]), format: "der", type: "pkcs8" });
}

/** The 32 bytes of its public half. */
export function publicPointOf(key: KeyObject): Buffer {
  return Buffer.from(createPublicKey(key).export({ format: "jwk" }).x ?? "", "base64url");
}

/**
 * The Ed25519 key of a seed as OpenSSH writes it, without a passphrase: not every OpenSSH reads this kind of key in
 * another format.
 *
 * @param seed 32 bytes
 * @see https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
 */
export function sshPrivateKey(seed: Buffer, comment: string): string {
  const kind = counted(Buffer.from("ssh-ed25519"));
  const point = publicPointOf(keyOf(seed));
  const publicBlob = Buffer.concat([kind, counted(point)]);
  // Two equal numbers tell OpenSSH that a passphrase was right; there is none.
  const content = Buffer.concat([
    Buffer.alloc(8),
    publicBlob,
    counted(Buffer.concat([seed, point])),
    counted(Buffer.from(comment)),
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (content.length % 8)) % 8));
  const none = counted(Buffer.from("none"));
  const bytes = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    none,
    none,
    counted(Buffer.alloc(0)),
    Buffer.from([0, 0, 0, 1]),
    counted(publicBlob),
    counted(Buffer.concat([content, padding])),
  ]);
  const body = (bytes.toString("base64").match(/.{1,70}/g) ?? []).join("\n");
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function counted(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
