import assert from "node:assert/strict";

import { checkAgainst, checkLock } from "../../plugins/check";
import { explanation } from "../../plugins/explain";
import { centreOf, entry, lockOf, offer } from "./support/worlds";

const checksum = { sha256: "00" };

describe("checkLock", () => {
  it("finds what is missing, too old, or too new for this Jenkins (B-04)", () => {
    const { problems } = checkLock(
      lockOf({
        git: entry("1", { structs: "2", "git-client": "1" }, { requiredCore: "2.600.1" }),
        structs: entry("1"),
      }),
    );
    assert.deepEqual(problems, [
      "git 1: expected Jenkins 2.600.1 or newer, got 2.580.1",
      "git 1: expected git-client 1 or newer, got nothing",
      "git 1: expected structs 2 or newer, got 1",
    ]);
  });

  it("finds a plugin that a feature needs and the lock lacks (D-02)", () => {
    const { ldap, ...plugins } = lockOf({}).plugins;
    assert.ok(ldap);
    assert.deepEqual(checkLock({ core: "2.580.1", plugins }).problems, [
      "ldap: expected in the lock, because a feature needs it, got nothing",
    ]);
  });

  it("checks assumed needs like known ones, and says that they are assumed", () => {
    const { problems, notes } = checkLock(
      lockOf({
        git: {
          ...entry("2", {}, checksum),
          requiredCore: null,
          dependencies: null,
          assumed: entry("1", { structs: "1" }, {}),
        },
      }),
    );
    assert.deepEqual(problems, ["git 2: expected structs 1 or newer, got nothing"]);
    assert.ok(notes.includes("git 2: what it needs is unknown; taken from 1"));
    assert.ok(notes.includes("ldap 1: no checksum; the download is not compared"));
    assert.ok(!notes.includes("git 2: no checksum; the download is not compared"));
  });
});

describe("checkAgainst", () => {
  const lock = lockOf({ "old-theme": entry("1.2") });
  const warning = {
    id: "SECURITY-1",
    type: "plugin",
    name: "old-theme",
    message: "Stored XSS vulnerability",
    url: "https://www.example.org/SECURITY-1",
    versions: [{ pattern: "1[.][0-2](|[.-].*)" }],
  };

  it("finds nothing where nothing is to be found", () => {
    const centre = centreOf({ "old-theme": offer("1.2") });
    assert.deepEqual(checkAgainst(lock, centre), { problems: [], notes: [] });
  });

  it("reports advisories for this version alone (E-26)", () => {
    const centre = centreOf({ "old-theme": offer("1.2") }, { warnings: [warning] });
    const finding =
      "old-theme 1.2: SECURITY-1: Stored XSS vulnerability, see https://www.example.org/SECURITY-1";
    assert.deepEqual(checkAgainst(lock, centre).problems, [finding]);
    assert.deepEqual(checkAgainst(lockOf({ "old-theme": entry("1.20") }), centre).problems, []);
  });

  it("takes an advisory it cannot read for one that matches", () => {
    const unreadable = { ...warning, versions: [{ pattern: "1.2(" }] };
    const centre = centreOf({ "old-theme": offer("1.2") }, { warnings: [unreadable] });
    assert.equal(checkAgainst(lock, centre).problems.length, 1);
  });

  it("reports an advisory about Jenkins itself", () => {
    const core = { ...warning, type: "core", name: "core", versions: [{ pattern: "2[.]580[.]1" }] };
    const centre = centreOf({ "old-theme": offer("1.2") }, { warnings: [core] });
    assert.match(checkAgainst(lock, centre).problems[0] ?? "", /^core 2\.580\.1: SECURITY-1: /);
  });

  it("reports deprecated plugins and those that are gone, as problems (E-26)", () => {
    const centre = centreOf({}, { deprecations: { git: { url: "https://www.example.org/git" } } });
    assert.deepEqual(checkAgainst(lock, centre).problems, [
      "git 1: deprecated, see https://www.example.org/git",
      "old-theme 1.2: no longer offered",
    ]);
  });

  it("notes plugins that look for a maintainer, and newer versions (E-26)", () => {
    const centre = centreOf({ "old-theme": offer("1.10", {}, { labels: ["adopt-this-plugin"] }) });
    assert.deepEqual(checkAgainst(lock, centre).notes, [
      "old-theme 1.2: up for adoption, nobody maintains it",
      "old-theme 1.2: 1.10 is available",
    ]);
  });
});

describe("explanation", () => {
  it("names every way that leads to a plugin, and what it needs", () => {
    const lock = lockOf({
      "git-client": entry("1", { structs: "1" }),
      git: entry("1", { "git-client": "1", structs: "1" }),
      structs: entry("2", { asm: "9" }),
      asm: entry("9"),
      ansible: entry("7", { structs: "1" }),
    });
    assert.deepEqual(explanation(lock, "structs"), [
      "structs 2",
      "needs Jenkins 2.500.1",
      "needs the plugins",
      "  asm 9 or newer",
      "is here for",
      "  feature base: git > structs",
      "  added by hand: ansible > structs",
    ]);
  });

  it("offers the nearest name", () => {
    assert.throws(() => explanation(lockOf({}), "gitt"), {
      message: "gitt: expected a plugin of the lock file, got another one; did you mean git?",
    });
  });
});
