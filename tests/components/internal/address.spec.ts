import assert from "node:assert/strict";

import { onLink, parseAddress, parseInterfaceAddress } from "../../../components/internal/address";
import { describeParser } from "./parsing";

const adapter =
  "expected an IPv6 address with its prefix length such as fd5c:1a8:7e2b:30::21/64, got";

describeParser(
  parseAddress,
  [
    ["::1", { family: 6, text: "::1" }],
    ["FD00:0:0:1:0:0:0:10", { family: 6, text: "fd00:0:0:1::10" }],
    ["192.0.2.7", { family: 4, text: "192.0.2.7" }],
  ],
  [
    ["[::1]", 'expected an IP address, got "[::1]"'],
    ["192.0.2", 'expected an IP address, got "192.0.2"'],
    [
      "255.255.255.255",
      'expected an IP address, got "255.255.255.255"; it names a group of machines',
    ],
    [
      "fe80::1",
      'expected an IP address, got "fe80::1"; a link-local address differs in meaning from link to link',
    ],
  ],
);

describeParser(
  parseInterfaceAddress,
  [["FD00:1::21/64", { family: 6, text: "fd00:1::21", prefixLength: 64 }]],
  [
    ["fd00:1::21", `${adapter} "fd00:1::21"; did you mean "fd00:1::21/64"?`],
    [
      "fd00:1::/64",
      `${adapter} "fd00:1::/64"; this is the network itself, give the address of the adapter`,
    ],
    ["fd00:1::21/129", `${adapter} "fd00:1::21/129"; the prefix length is a number from 1 to 128`],
    [
      "fd00:1::21/64/64",
      `${adapter} "fd00:1::21/64/64"; the prefix length is a number from 1 to 128`,
    ],
    ["192.0.2.7/24", `${adapter} "192.0.2.7/24"; the storage network is IPv6 only`],
    ["worker-1/64", `${adapter} "worker-1/64"`],
  ],
);

describe("onLink", () => {
  const at = (text: string) => ({ family: 6, text }) as const;
  for (const [prefixLength, address, expected] of [
    [64, "fd00:1::ffff", true],
    [64, "fd00:1:0:1::10", false],
    [48, "fd00:1:0:1::10", true],
    [128, "fd00:1::22", false],
  ] as const)
    it(`finds ${address} ${expected ? "on" : "off"} the link of fd00:1::21/${prefixLength}`, () => {
      assert.equal(onLink({ ...at("fd00:1::21"), prefixLength }, at(address)), expected);
    });

  it("finds an IPv4 address off an IPv6 link", () => {
    assert.equal(
      onLink({ ...at("fd00:1::21"), prefixLength: 1 }, { family: 4, text: "192.0.2.7" }),
      false,
    );
  });
});
