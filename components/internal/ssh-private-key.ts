import { createPrivateKey } from "node:crypto";

import { accepted, type Parsed } from "./parsed";

/** A private key in text form, as OpenSSH and Jenkins take it. */
export interface SshPrivateKey {
  /** The key with line feeds alone, one of them at its end: OpenSSH refuses any other form. */
  readonly text: string;
  /** Whether a passphrase is needed to use it. */
  readonly encrypted: boolean;
}

const expected = "a private key as OpenSSH writes it";
const pem =
  /^-----BEGIN (?<kind>(?:OPENSSH |RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY)-----\n(?<headers>(?:[^\n:]+: [^\n]*\n)*)\n?(?<body>[A-Za-z0-9+/=\n]+)\n-----END \k<kind>-----$/;

/**
 * Reads a private key for SSH and normalises its line ends; a byte order mark is dropped.
 *
 * No problem repeats any of the text.
 */
export function parseSshPrivateKey(text: string): Parsed<SshPrivateKey> {
  const plain = unixText(text);
  const parts = pem.exec(plain)?.groups;
  if (parts === undefined) return refusal(expected, ...whatElse(plain));
  return accepted({
    text: `${plain}\n`,
    encrypted:
      parts["kind"] === "ENCRYPTED PRIVATE KEY" ||
      (parts["headers"] ?? "").includes("ENCRYPTED") ||
      (parts["kind"] === "OPENSSH PRIVATE KEY" && hasCipher(parts["body"] ?? "")),
  });
}

/** Reads an RSA key in PKCS#8 without a passphrase, which GitHub Apps sign with, and normalises its line ends. */
export function parseAppPrivateKey(text: string): Parsed<string> {
  const form = "an RSA private key in PKCS#8";
  const plain = unixText(text);
  const kind = pem.exec(plain)?.groups?.["kind"];
  if (kind === undefined) return refusal(form, ...whatElse(plain));
  if (kind !== "PRIVATE KEY")
    return refusal(
      form,
      "one in another format",
      "convert it with: openssl pkcs8 -topk8 -nocrypt -in <file>",
    );
  return keyType(plain) === "rsa" ? accepted(`${plain}\n`) : refusal(form, "another key");
}

function unixText(text: string): string {
  return text
    .replace(/^\uFEFF/, "")
    .replaceAll(/\r\n?/g, "\n")
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

/** OpenSSH's own format names its cipher right after its magic word; `none` means no passphrase. */
function hasCipher(body: string): boolean {
  const magic = "openssh-key-v1\0";
  const bytes = Buffer.from(body, "base64");
  if (bytes.subarray(0, magic.length).toString("latin1") !== magic) return false;
  const length = bytes.length < magic.length + 4 ? 0 : bytes.readUInt32BE(magic.length);
  const start = magic.length + 4;
  return bytes.subarray(start, start + length).toString("latin1") !== "none";
}

function keyType(text: string): string | undefined {
  try {
    return createPrivateKey(text).asymmetricKeyType;
  } catch {
    return undefined;
  }
}

function whatElse(text: string): [found: string, fix?: string] {
  if (text === "") return ["an empty text"];
  if (/^(ssh-|ecdsa-|sk-)|^-----BEGIN (RSA )?PUBLIC KEY/.test(text)) return ["a public key"];
  if (text.startsWith("PuTTY-User-Key-File"))
    return ["a key of PuTTY", "export it as an OpenSSH key"];
  if (/^-----BEGIN .*PRIVATE KEY-----(\\n| )/.test(text))
    return ["a key without its line breaks", "store the file as it is, not on one line"];
  return text.includes("PRIVATE KEY-----") ? ["a damaged one"] : ["another text"];
}

function refusal(form: string, found: string, fix?: string): Parsed<never> {
  const problem = { expected: form, found };
  return { ok: false, problem: fix === undefined ? problem : { ...problem, fix } };
}
