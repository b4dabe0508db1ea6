import assert from "node:assert/strict";

import { parseKnownName } from "../../../components/internal/known-hosts/host-name";
import {
  matchesHost,
  parseHostPattern,
  parseRevokedPattern,
} from "../../../components/internal/known-hosts/host-pattern";
import { sshServer } from "../../../components/internal/known-hosts/ssh-remote";
import { describeParser } from "./parsing";

const same = (texts: readonly string[]) => texts.map((text) => [text, text] as const);
const name = "expected a host, or [<host>]:<port> of an SSH server, got";
const pattern = "expected a host or a pattern of hosts such as *.example.org, got";
const everyHost =
  "it stands for every host, and whoever has a certificate could pose as any of them";
const oneEntry = "one pattern an entry and no space, which voids a line for OpenSSH";

describeParser(
  parseKnownName,
  same([
    "git0",
    "git.example",
    "[git.example]:2222",
    "10.0.0.1",
    "fd00:1::22",
    "[fd00:1::22]:2222",
  ]),
  [
    ["", `${name} ""`],
    ["Git.example", `${name} "Git.example"; did you mean "git.example"?`],
    [" git.example", `${name} " git.example"; remove the space around it`],
    ["git.example:2222", `${name} "git.example:2222"; did you mean "[git.example]:2222"?`],
    ["git.example:22", `${name} "git.example:22"; did you mean "git.example"?`],
    ["[git.example]:22", `${name} "[git.example]:22"; did you mean "git.example"?`],
    ["[git.example]:70000", `${name} "[git.example]:70000"; a port is a number from 1 to 65535`],
    ["FD00:1:0::22", `${name} "FD00:1:0::22"; did you mean "fd00:1::22"?`],
    ["fe80::1", `${name} "fe80::1"; a link-local address differs in meaning from link to link`],
    ["10.0.0.300", `${name} "10.0.0.300"`],
    [
      "*.example",
      `${name} "*.example"; patterns are for authorities, a key belongs to hosts by name`,
    ],
    ["git0,git1", `${name} "git0,git1"; one name an entry, others are aliases`],
    ["git0\n@cert-authority", `${name} "git0\\n@cert-authority"`],
  ],
);

const patterns = [
  "*.example.org",
  "!bad.example.org",
  "git?.example.org",
  "k8s-*.example.org",
  "git0",
  "10.0.0.1",
  "fd00:1::22",
];

describeParser(parseHostPattern, same(patterns), [
  ["", `${pattern} ""`],
  ["*", `${pattern} "*"; ${everyHost}`],
  ["*.*", `${pattern} "*.*"; ${everyHost}`],
  ["!*", `${pattern} "!*"; ${everyHost}`],
  ["a.example,b.example", `${pattern} "a.example,b.example"; ${oneEntry}`],
  [" *.example", `${pattern} " *.example"; ${oneEntry}`],
  ["*.Example", `${pattern} "*.Example"; did you mean "*.example"?`],
  ["!.example", `${pattern} "!.example"; did you mean "!*.example"?`],
  ["*example.org", `${pattern} "*example.org"; did you mean "*.example.org"?`],
  ["git*", `${pattern} "git*"; it has to end in a zone, * stands for dots too`],
  ["example.*", `${pattern} "example.*"; it has to end in a zone, * stands for dots too`],
  ["[*.example]:2222", `${pattern} "[*.example]:2222"; leave out the port, it holds on every port`],
  ["git.example:2222", `${pattern} "git.example:2222"; leave out the port, it holds on every port`],
  ["FD00::22", `${pattern} "FD00::22"; did you mean "fd00::22"?`],
  ["a.example\nb.example", `${pattern} "a.example\\nb.example"; ${oneEntry}`],
]);

describeParser(parseRevokedPattern, same(["*", ...patterns]), [
  ["*.*", `${pattern} "*.*"; ${everyHost}`],
]);

describe("matchesHost", () => {
  const rows: readonly (readonly [string, readonly string[], boolean])[] = [
    ["git.example", ["*.example"], true],
    ["a.b.example", ["*.example"], true],
    ["example", ["*.example"], false],
    ["gitXexample", ["git.example"], false],
    ["git0.example", ["git?.example"], true],
    ["git10.example", ["git?.example"], false],
    ["bad.example", ["*.example", "!bad.example"], false],
    ["bad.example", ["!bad.example", "*.example"], false],
    ["git.example", ["!bad.example"], false],
    ["fd00::1", ["fd00::1"], true],
    ["anything", ["*"], true],
    ["git.example", ["git(.example", "*.example"], true],
  ];
  for (const [host, list, matches] of rows)
    it(`says that ${list.join(",")} ${matches ? "stands" : "does not stand"} for ${host}`, () => {
      assert.equal(matchesHost(list, host), matches);
    });
});

describe("sshServer", () => {
  const rows: readonly (readonly [string, ReturnType<typeof sshServer>])[] = [
    ["git@git.example:team/app.git", { host: "git.example", port: 22 }],
    ["ssh://git@Git.example/app.git", { host: "git.example", port: 22 }],
    ["ssh://git@git.example:2222/app.git", { host: "git.example", port: 2222 }],
    ["https://git.example/app.git", undefined],
  ];
  for (const [repository, server] of rows)
    it(`finds ${server === undefined ? "no server" : "the server"} of ${repository}`, () => {
      assert.deepEqual(sshServer(repository), server);
    });
});
