import assert from "node:assert/strict";

import { contradictions } from "../../../components/internal/known-hosts/contradictions";
import { forgottenZones } from "../../../components/internal/known-hosts/forgotten-zones";
import {
  isEmpty,
  isKnown,
  knownHostsFile,
  knownHostsLines,
  nothingKnown,
  type KnownHostsList,
} from "../../../components/internal/known-hosts/known-hosts-list";
import { hostKeys } from "../../support/host-keys";

const { authority, other, ed25519, rsa } = hostKeys;
const list: KnownHostsList = {
  authorities: {
    pyrocufflink: {
      patterns: ["*.pyrocufflink.blue", "!bad.pyrocufflink.blue", "*.pyrocufflink.black"],
      key: `${authority} ca@pyrocufflink`,
    },
  },
  hosts: {
    "git.example": { keys: [ed25519, rsa], aliases: ["git0"] },
    "[git.example]:2222": { keys: [rsa], aliases: [] },
    "2001:db8::22": { keys: [ed25519], aliases: [] },
  },
  revoked: {
    "stolen-2026": { key: other, patterns: ["*"] },
    "old-git": { key: ed25519, patterns: ["old.example"] },
  },
};

describe("knownHostsLines", () => {
  it("writes revoked keys, authorities, then hosts, one key a line (A-45, A-46)", () => {
    assert.deepEqual(knownHostsLines(list), [
      `@revoked old.example ${ed25519} old-git`,
      `@revoked * ${other} stolen-2026`,
      `@cert-authority *.pyrocufflink.blue,!bad.pyrocufflink.blue,*.pyrocufflink.black ${authority} pyrocufflink`,
      `2001:db8::22 ${ed25519}`,
      `[git.example]:2222 ${rsa}`,
      `git.example,git0 ${ed25519}`,
      `git.example,git0 ${rsa}`,
    ]);
  });

  it("writes the same for settings in another order", () => {
    const reversed = <T>(entries: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(entries).reverse());
    const { authorities, hosts, revoked } = list;
    assert.deepEqual(
      knownHostsLines({
        authorities: reversed(authorities),
        hosts: reversed(hosts),
        revoked: reversed(revoked),
      }),
      knownHostsLines(list),
    );
  });
});

describe("knownHostsFile", () => {
  it("ends every line", () => {
    const file = knownHostsFile(list);
    assert.equal(file.split("\n").length, knownHostsLines(list).length + 1);
    assert.ok(file.endsWith("\n"));
  });

  it("is empty without entries", () => {
    assert.equal(knownHostsFile(nothingKnown), "");
  });
});

describe("isEmpty", () => {
  it("tells a list with any entry from one without", () => {
    assert.equal(isEmpty(nothingKnown), true);
    for (const kind of ["authorities", "hosts", "revoked"] as const)
      assert.equal(isEmpty({ ...nothingKnown, [kind]: list[kind] }), false, kind);
  });
});

describe("isKnown", () => {
  const rows: readonly (readonly [string, number, boolean])[] = [
    ["git.example", 22, true],
    ["git0", 22, true],
    ["git.example", 2222, true],
    ["git.example", 2201, true],
    ["2001:db8::22", 22, true],
    ["files.pyrocufflink.blue", 22, true],
    ["files.pyrocufflink.black", 2201, true],
    ["bad.pyrocufflink.blue", 22, false],
    ["pyrocufflink.blue", 22, false],
    ["files", 22, false],
    ["old.example", 22, false],
  ];
  for (const [host, port, known] of rows)
    it(`${known ? "knows" : "does not know"} ${host} on port ${port} (A-47)`, () => {
      assert.equal(isKnown(list, host, port), known);
    });

  it("does not take the key of one port for another's", () => {
    const hosts = { "[git.example]:2222": { keys: [rsa], aliases: [] } };
    assert.equal(isKnown({ ...nothingKnown, hosts }, "git.example", 22), false);
  });
});

describe("contradictions", () => {
  it("finds none in a list without", () => {
    assert.deepEqual([...contradictions(list)], []);
  });

  const paths = (changed: Partial<KnownHostsList>) =>
    [...contradictions({ ...list, ...changed })].map(({ path }) => path.join("."));

  it("finds patterns that stand for nothing", () => {
    const patterns = ["!bad.example"];
    assert.deepEqual(
      paths({
        authorities: { a: { key: authority, patterns } },
        revoked: { r: { key: other, patterns } },
      }),
      ["authorities.a.patterns", "revoked.r.patterns"],
    );
  });

  it("finds one name in two places", () => {
    const keys = [ed25519];
    assert.deepEqual(
      paths({
        hosts: {
          a: { keys, aliases: ["b", "c", "c", "a"] },
          b: { keys, aliases: ["c", "d"] },
        },
      }),
      ["hosts.a.aliases.0", "hosts.a.aliases.2", "hosts.a.aliases.3", "hosts.b.aliases.0"],
    );
  });

  it("finds an authority's key that a host is said to have, whatever its comment", () => {
    const hosts = { a: { keys: [ed25519, `${authority} root@a`], aliases: [] } };
    assert.deepEqual(paths({ hosts }), ["hosts.a.keys.1"]);
  });

  it("finds a key that is both trusted and revoked", () => {
    const revoked = { r: { key: authority, patterns: ["nowhere.example"] } };
    assert.deepEqual(paths({ revoked }), ["authorities.pyrocufflink.key"]);
    assert.deepEqual(
      paths({ revoked: { r: { key: rsa, patterns: ["git.*.example", "*.example"] } } }),
      ["hosts.git.example.keys.1", "hosts.[git.example]:2222.keys.0"],
    );
    assert.deepEqual(paths({ revoked: { r: { key: rsa, patterns: ["old.example"] } } }), []);
  });
});

describe("forgottenZones", () => {
  const zones = (...patterns: string[]) =>
    forgottenZones({ ...list, authorities: { ca: { patterns, key: authority } } });

  it("warns of a zone without its own name", () => {
    assert.deepEqual(zones("*.example.org", "*.sub.example.org"), [
      'knownHosts.authorities.ca: *.example.org does not stand for example.org itself, add "example.org" or, where no host has that name, "!example.org"',
    ]);
  });

  it("says nothing where somebody has thought of it", () => {
    assert.deepEqual(zones("*.example.org", "example.org"), []);
    assert.deepEqual(zones("*.example.org", "!example.org"), []);
    assert.deepEqual(zones("*.git.example", "k8s-*.example.org", "git0"), []);
  });
});
