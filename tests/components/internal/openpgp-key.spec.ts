import assert from "node:assert/strict";

import fc from "fast-check";

import { armor, dearmor } from "../../../components/internal/openpgp-armor";
import {
  parseKeyFingerprint,
  parsePrivateKeyBlock,
} from "../../../components/internal/openpgp-key";
import { readPackets, writePacket } from "../../../components/internal/openpgp-packet";
import { problemText } from "../../../components/internal/parsed";
import { keys } from "../../support/keys";
import { describeParser } from "./parsing";

// What GnuPG wrote is the measure: its fingerprint, and byte for byte the public key it exports.
describe("parsePrivateKeyBlock", () => {
  for (const [title, key] of [
    ["an EdDSA key with a passphrase and a subkey", keys.gpg],
    ["an RSA key", keys.gpgRsa],
  ] as const) {
    it(`derives fingerprint and public key of ${title} (A-56)`, () => {
      assert.deepEqual(parsePrivateKeyBlock(key.private), {
        ok: true,
        value: { fingerprint: key.fingerprint, text: key.private, publicKey: key.public },
      });
    });
  }

  it("reads a key with other line ends, space around it and headers in its armor", () => {
    const other = keys.gpg.private.replace("BLOCK-----\n", "BLOCK-----\nComment: for rpm\n");
    assert.equal(fingerprint(`\n${other.replaceAll("\n", "\r\n")}  \n`), keys.gpg.fingerprint);
  });

  it("gives a key the checksum that newer implementations leave out and older GnuPG asks for", () => {
    const parsed = parsePrivateKeyBlock(keys.gpg.private.replace(/\n=.{4}\n/, "\n"));
    assert.equal(parsed.ok && parsed.value.text, keys.gpg.private);
  });

  const refusals: readonly (readonly [string, string, string])[] = [
    ["an empty text", " \n", "an empty text"],
    ["another text", "correct horse", "another text"],
    ["the public key", keys.gpg.public, "a public key"],
    ["a signature", armor("SIGNATURE", Buffer.from([1])), "another OpenPGP message"],
    ["a cut key", keys.gpg.private.slice(0, 400), "a damaged one"],
    ["a key with one letter changed", keys.gpg.private.replace("lIYE", "lIYF"), "a damaged one"],
    ["packets that are cut", reworked((bytes) => bytes.subarray(0, 60)), "a damaged one"],
    ["two keys", reworked((bytes) => Buffer.concat([bytes, bytes])), "2 keys"],
    [
      "a key of version 6",
      reworked((bytes) => replaced(bytes, 2, 6)),
      "one of version 6; rpm and GnuPG 2.2 and 2.4 agree on version 4 only",
    ],
    ["a key of an unknown algorithm", reworked((bytes) => replaced(bytes, 7, 99)), "a damaged one"],
    [
      "a key whose signing part is elsewhere",
      keys.gpgSubkeys,
      "one whose secret part is kept elsewhere; export it with: gpg --armor --export-secret-keys <fingerprint>",
    ],
  ];
  for (const [title, text, found] of refusals)
    it(`refuses ${title}, repeating nothing of it`, () => {
      const parsed = parsePrivateKeyBlock(text);
      assert.equal(
        parsed.ok ? parsed : problemText(parsed.problem, text),
        `expected an armored OpenPGP private key, got ${found}`,
      );
    });

  it("throws at no bytes whatever", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        const block = armor("PRIVATE KEY BLOCK", Buffer.concat([Buffer.from([0x94]), noise]));
        assert.equal(parsePrivateKeyBlock(block).ok, false);
      }),
    );
  });

  function fingerprint(text: string): string | undefined {
    const parsed = parsePrivateKeyBlock(text);
    return parsed.ok ? parsed.value.fingerprint : undefined;
  }
});

describe("armor", () => {
  it("is undone by dearmor", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        const armored = dearmor(armor("MESSAGE", Buffer.from(bytes)).trimEnd());
        assert.deepEqual(armored, { kind: "MESSAGE", bytes: Buffer.from(bytes) });
      }),
    );
  });
});

describe("writePacket", () => {
  it("is undone by readPackets, for every width of a length", () => {
    for (const length of [0, 1, 255, 256, 65_535, 65_536]) {
      const packet = { tag: 6, body: Buffer.alloc(length, 7) };
      assert.deepEqual(readPackets(writePacket(packet)), [packet]);
    }
  });
});

describe("readPackets", () => {
  it("reads lengths of the new form", () => {
    const packet = (header: number[], length: number) =>
      Buffer.concat([Buffer.from([0xc6, ...header]), Buffer.alloc(length, 7)]);
    for (const [header, length] of [
      [[191], 191],
      [[192, 0], 192],
      [[223, 255], 8383],
      [[255, 0, 0, 32, 192], 8384],
    ] as const)
      assert.equal(readPackets(packet([...header], length))?.[0]?.body.length, length);
  });

  it("reads no partial length and no packet without one", () => {
    assert.equal(readPackets(Buffer.from([0xc6, 224, 1])), undefined);
    assert.equal(readPackets(Buffer.from([0x9b, 1])), undefined);
    assert.equal(readPackets(Buffer.from([0x12, 1])), undefined);
  });
});

describeParser(
  parseKeyFingerprint,
  [[keys.gpg.fingerprint, keys.gpg.fingerprint]],
  [
    [
      "7535 8B0A 4688 9091 6209  D842 A1BE ACF4 1C4F 2D74",
      `expected a fingerprint of 40 hexadecimal digits in upper case, got "7535 8B0A 4688 9091 6209  D842 A1BE ACF4 1C4F 2D74"; did you mean "${keys.gpg.fingerprint}"?`,
    ],
    [
      "A1BEACF41C4F2D74",
      'expected a fingerprint of 40 hexadecimal digits in upper case, got "A1BEACF41C4F2D74"; a key ID is too short: another key can be made that has the same',
    ],
    [
      "rpm@example.org",
      'expected a fingerprint of 40 hexadecimal digits in upper case, got "rpm@example.org"',
    ],
  ],
);

/** The private key with its bytes changed and a matching checksum. */
function reworked(change: (bytes: Buffer) => Buffer): string {
  const bytes = dearmor(keys.gpg.private.trimEnd())?.bytes ?? Buffer.alloc(0);
  return armor("PRIVATE KEY BLOCK", change(bytes));
}

function replaced(bytes: Buffer, index: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[index] = value;
  return copy;
}
