import assert from "node:assert/strict";

import { everywhere, parseCidr } from "../../../components/internal/cidr";
import { describeParser } from "./parsing";

const network = "expected a network such as 10.0.0.0/8 or fd00::/8, got";

describeParser(
  parseCidr,
  [
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["192.0.2.25/32", "192.0.2.25/32"],
    ["fd5c:1a8:7e2b:30::/64", "fd5c:1a8:7e2b:30::/64"],
    ["::/0", "::/0"],
  ],
  [
    ["10.1.2.3/8", `${network} "10.1.2.3/8"; did you mean "10.0.0.0/8"?`],
    ["2001:db8::1/32", `${network} "2001:db8::1/32"; did you mean "2001:db8::/32"?`],
    ["2001:DB8:0::/32", `${network} "2001:DB8:0::/32"; did you mean "2001:db8::/32"?`],
    ["192.0.2.25", `${network} "192.0.2.25"; did you mean "192.0.2.25/32"?`],
    ["2001:db8::25", `${network} "2001:db8::25"; did you mean "2001:db8::25/128"?`],
    ["::ffff:10.0.0.0/104", `${network} "::ffff:10.0.0.0/104"; write the IPv4 network itself`],
    ["fe80::%eth0/64", `${network} "fe80::%eth0/64"; a zone means another link on every machine`],
    ["10.0.0.0/33", `${network} "10.0.0.0/33"; the prefix length is a number from 0 to 32`],
    ["fd00::/129", `${network} "fd00::/129"; the prefix length is a number from 0 to 128`],
    ["10.0.0.0/08", `${network} "10.0.0.0/08"; the prefix length is a number from 0 to 32`],
    ["10.0.0.0/", `${network} "10.0.0.0/"; the prefix length is a number from 0 to 32`],
    ["10.0.0.0/8/8", `${network} "10.0.0.0/8/8"`],
    ["10/8", `${network} "10/8"`],
    ["git.example", `${network} "git.example"`],
    ["", `${network} ""`],
  ],
);

describe("everywhere", () => {
  it("is written as its own parser wants it, in both families", () => {
    assert.deepEqual(
      everywhere.map((text) => parseCidr(text)),
      everywhere.map((value) => ({ ok: true, value })),
    );
    assert.equal(everywhere.length, 2);
  });
});
