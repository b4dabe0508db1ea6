import assert from "node:assert/strict";

import { problemText, type Parsed } from "../../../components/internal/parsed";
import {
  parseAppPrivateKey,
  parseSshPrivateKey,
} from "../../../components/internal/ssh-private-key";
import { parseBase64, parseKeyStore } from "../../../components/internal/encoded-bytes";
import { keys } from "../../support/keys";

describe("parseSshPrivateKey", () => {
  for (const [title, text] of [
    ["as OpenSSH wrote it", keys.ssh],
    ["with the line ends of Windows", keys.ssh.replaceAll("\n", "\r\n")],
    ["with a byte order mark", `\uFEFF${keys.ssh}`],
    ["without its last line break", keys.ssh.trimEnd()],
    ["with space around it and at the end of lines", `\n ${keys.ssh.replaceAll("\n", " \n")}\n`],
  ] as const)
    it(`reads a key ${title}, and ends it as OpenSSH wants (A-51)`, () => {
      assert.deepEqual(parseSshPrivateKey(text), {
        ok: true,
        value: { text: keys.ssh, encrypted: false },
      });
    });

  it("sees that a key needs a passphrase", () => {
    const pem = keys.app.replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\n\n");
    for (const text of [
      keys.sshEncrypted,
      keys.app.replaceAll("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
      pem.replaceAll("PRIVATE KEY", "RSA PRIVATE KEY"),
    ])
      assert.equal(encrypted(text), true);
    assert.equal(encrypted(keys.app), false);
  });

  for (const [title, text, found] of [
    ["an empty text", "\n", "an empty text"],
    ["a public key", "ssh-ed25519 AAAAC3Nz test", "a public key"],
    [
      "a key of PuTTY",
      "PuTTY-User-Key-File-3: ssh-ed25519\n",
      "a key of PuTTY; export it as an OpenSSH key",
    ],
    [
      "a key whose line breaks were escaped",
      keys.ssh.replaceAll("\n", "\\n"),
      "a key without its line breaks; store the file as it is, not on one line",
    ],
    ["a cut key", keys.ssh.slice(0, 300), "a damaged one"],
    ["a path", "~/.ssh/id_ed25519", "another text"],
  ] as const)
    it(`refuses ${title}, repeating nothing of it`, () => {
      assert.equal(
        refusal(parseSshPrivateKey, text),
        `expected a private key as OpenSSH writes it, got ${found}`,
      );
    });

  function encrypted(text: string): boolean | undefined {
    const parsed = parseSshPrivateKey(text);
    return parsed.ok ? parsed.value.encrypted : undefined;
  }
});

describe("parseAppPrivateKey", () => {
  it("reads an RSA key in PKCS#8", () => {
    assert.deepEqual(parseAppPrivateKey(keys.app.replaceAll("\n", "\r\n")), {
      ok: true,
      value: keys.app,
    });
  });

  for (const [title, text, found] of [
    [
      "the format GitHub hands out",
      keys.app.replaceAll("PRIVATE KEY", "RSA PRIVATE KEY"),
      "one in another format; convert it with: openssl pkcs8 -topk8 -nocrypt -in <file>",
    ],
    [
      "a key that is none inside",
      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
      "another key",
    ],
    ["another text", "secret", "another text"],
  ] as const)
    it(`refuses ${title}, repeating nothing of it`, () => {
      assert.equal(
        refusal(parseAppPrivateKey, text),
        `expected an RSA private key in PKCS#8, got ${found}`,
      );
    });
});

describe("parseKeyStore", () => {
  it("reads a PKCS#12 file and drops the line breaks base64 puts into it", () => {
    const wrapped = keys.keyStore.replaceAll(/(.{76})/g, "$1\n");
    assert.deepEqual(parseKeyStore(wrapped), { ok: true, value: keys.keyStore });
  });

  it("refuses other bytes", () => {
    assert.equal(
      refusal(parseKeyStore, "aGVsbG8="),
      "expected a PKCS#12 key store in base64, got other bytes in base64",
    );
  });
});

describe("parseBase64", () => {
  for (const [title, text, found] of [
    ["an empty text", " ", "an empty text"],
    ["a text", "hello, world", "another text; encode it with: base64 --wrap=0 <file>"],
    [
      "more than a Secret holds",
      Buffer.alloc(2 ** 20 + 1).toString("base64"),
      "more than 1 MiB, which no Secret holds",
    ],
  ] as const)
    it(`refuses ${title}`, () => {
      assert.equal(refusal(parseBase64, text), `expected a file in base64, got ${found}`);
    });
});

function refusal(parse: (text: string) => Parsed<unknown>, text: string): string {
  const parsed = parse(text);
  return parsed.ok ? "read" : problemText(parsed.problem, text);
}
