import assert from "node:assert/strict";

import fc from "fast-check";

import { parsePortal } from "../../../components/internal/portal";
import { describeParser } from "./parsing";

const expected = "expected [ipv6]:port or ipv4:port, got";

describeParser(
  parsePortal,
  [
    [
      "[FD00:0:0::10]:3260",
      { address: { family: 6, text: "fd00::10" }, port: 3260, text: "[fd00::10]:3260" },
    ],
    [
      "192.0.2.7:13260",
      { address: { family: 4, text: "192.0.2.7" }, port: 13260, text: "192.0.2.7:13260" },
    ],
  ],
  [
    ["fd00::2", `${expected} "fd00::2"; did you mean "[fd00::2]:3260"?`],
    ["[fd00::2]", `${expected} "[fd00::2]"; did you mean "[fd00::2]:3260"?`],
    ["192.0.2.7", `${expected} "192.0.2.7"; did you mean "192.0.2.7:3260"?`],
    ["[192.0.2.7]:3260", `${expected} "[192.0.2.7]:3260"; did you mean "192.0.2.7:3260"?`],
    ["[fd00::2]:0", `${expected} "[fd00::2]:0"; the port is a number from 1 to 65535`],
    ["[fd00::2]:65536", `${expected} "[fd00::2]:65536"; the port is a number from 1 to 65535`],
    ["[fd00::2]:03260", `${expected} "[fd00::2]:03260"; the port is a number from 1 to 65535`],
    [
      "[fe80::1%eth0]:3260",
      `${expected} "[fe80::1%eth0]:3260"; a zone such as %eth0 means another link on every machine`,
    ],
    ["[::]:3260", `${expected} "[::]:3260"; it names no machine`],
    ["[ff02::1]:3260", `${expected} "[ff02::1]:3260"; it names a group of machines`],
    [
      "[::ffff:192.0.2.7]:3260",
      `${expected} "[::ffff:192.0.2.7]:3260"; write the IPv4 address itself`,
    ],
    [
      "nas.example",
      `${expected} "nas.example"; an initiator logs in only at an address that the NAS returns from discovery, so a name, proxy or virtual address fails`,
    ],
    ["300.0.2.7:3260", `${expected} "300.0.2.7:3260"`],
    ["[fd00::2]3260", `${expected} "[fd00::2]3260"`],
    ["", `${expected} ""`],
  ],
);

describe("parsePortal, for any address", () => {
  it("reads its own spelling as the same portal", () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 1, max: 65535 }), (address, port) => {
        const once = parsePortal(`[${address}]:${port}`);
        if (!once.ok) return;
        assert.deepEqual(parsePortal(once.value.text), once);
        assert.equal(once.value.text, once.value.text.toLowerCase());
      }),
    );
  });

  it("reads or refuses any text, and never throws", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.equal(typeof parsePortal(text).ok, "boolean");
      }),
    );
  });
});
