import assert from "node:assert/strict";

import { parseMinorVersion } from "../../../components/internal/kubernetes-version";
import { parseAnnotationKey, parseLabelValue } from "../../../components/internal/labels";
import { parseDirectHost, parseProxyUrl } from "../../../components/internal/proxy";
import { parseTimeZone } from "../../../components/internal/time-zone";
import { parseTaintKey, tolerationList } from "../../../components/internal/tolerations";
import { describeParser } from "./parsing";

const taint = "expected the key of a taint such as node-role.kubernetes.io/ci, got";
const host = "expected a host name, .domain or an address, got";
const zone = 'expected a time zone such as "Europe/Berlin" or "Etc/UTC", got';

describeParser(
  parseMinorVersion,
  [
    ["1.36", 36],
    ["1.4", 4],
  ],
  [
    ["1.36.1", 'expected a version such as "1.36", got "1.36.1"; did you mean "1.36"?'],
    ["v1.37", 'expected a version such as "1.36", got "v1.37"; did you mean "1.37"?'],
    ["latest", 'expected a version such as "1.36", got "latest"'],
  ],
);

describeParser(
  parseLabelValue,
  ["", "a", "build-1.2_x", "a".repeat(63)].map((text) => [text, text] as const),
  ["-a", "a b", "a".repeat(64), "ä"].map(
    (text) =>
      [
        text,
        `expected a label value of letters, digits and . _ -, at most 63, got "${text}"`,
      ] as const,
  ),
);

describeParser(
  parseAnnotationKey,
  ["fluentbit.io/exclude", "cluster-autoscaler.kubernetes.io/safe-to-evict", "note"].map(
    (text) => [text, text] as const,
  ),
  ["a/b/c", "/a", "a/", "UP.example/a", "a b"].map(
    (text) =>
      [text, `expected an annotation key such as fluentbit.io/exclude, got "${text}"`] as const,
  ),
);

describeParser(
  parseTaintKey,
  ["node-role.kubernetes.io/ci", "dedicated"].map((text) => [text, text] as const),
  [
    ...["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"].map(
      (text) => [text, `${taint} "${text}"; set nodeFailureSeconds`] as const,
    ),
    ["a b", `${taint} "a b"`],
    ["a/b/c", `${taint} "a/b/c"`],
  ],
);

describe("tolerationList", () => {
  it("takes any value and effect where none is named, in the order of the keys", () => {
    assert.deepEqual(tolerationList({ dedicated: { value: "ci", effect: "NoExecute" }, ci: {} }), [
      { key: "ci", operator: "Exists" },
      { key: "dedicated", operator: "Equal", value: "ci", effect: "NoExecute" },
    ]);
  });
});

describeParser(
  parseProxyUrl,
  [
    ["http://proxy.example:3128", { host: "proxy.example", port: 3128 }],
    ["http://[fd00::1]:8080", { host: "[fd00::1]", port: 8080 }],
  ],
  [
    ["proxy.example:3128", 'expected http://<host>:<port>, got "proxy.example:3128"'],
    ["http://proxy.example:0", 'expected http://<host>:<port>, got "http://proxy.example:0"'],
    [
      "https://proxy.example:3128",
      'expected http://<host>:<port>, got "https://proxy.example:3128"; the JVM speaks plain HTTP to its proxy; what passes through is encrypted all the same',
    ],
    [
      "http://user:Pa55word@proxy.example:3128",
      "expected http://<host>:<port> without a user or password in it, got one with them; the address is shown in previews and in the pod",
    ],
  ],
);

describeParser(
  parseDirectHost,
  ["nas.example", ".example.org", "192.0.2.1", "fd00::1", "::1"].map(
    (text) => [text, text] as const,
  ),
  [
    ["*.example.org", `${host} "*.example.org"; did you mean ".example.org"?`],
    ["fd00::/8", `${host} "fd00::/8"; not every client understands a prefix of addresses`],
    ["a,b", `${host} "a,b"`],
    ["", `${host} ""`],
  ],
);

describeParser(
  parseTimeZone,
  ["Europe/Berlin", "Etc/UTC", "America/Argentina/Buenos_Aires"].map(
    (text) => [text, text] as const,
  ),
  [
    ["UTC", `${zone} "UTC"; did you mean "Etc/UTC"?`],
    ["+02:00", `${zone} "+02:00"`],
    ["Europe/Atlantis", `${zone} "Europe/Atlantis"`],
    ["", `${zone} ""`],
  ],
);
