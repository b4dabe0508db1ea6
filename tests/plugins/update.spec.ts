import assert from "node:assert/strict";

import { lockChanges, lockText } from "../../plugins/lock-file";
import { updatedLock } from "../../plugins/update";
import { centreOf, entry, lockOf, offer } from "./support/worlds";

describe("updatedLock", () => {
  const lock = lockOf({ git: entry("1", { structs: "1" }), structs: entry("1") });

  it("takes the offered version of everything, with its needs and its checksum", () => {
    const centre = centreOf({
      git: offer("2", { "git-client": "1", structs: "1" }, { sha256: "AQID" }),
      "git-client": offer("3"),
      structs: offer("2"),
    });
    const updated = updatedLock(lock, centre, {});
    assert.deepEqual(updated.plugins["git"], {
      version: "2",
      requiredCore: "2.500.1",
      dependencies: { "git-client": "1", structs: "1" },
      sha256: "010203",
    });
    assert.deepEqual(lockChanges(lock, updated), [
      "~ git 1 > 2",
      "+ git-client 3",
      "~ structs 1 > 2",
    ]);
  });

  it("leaves out optional dependencies", () => {
    const optional = { name: "matrix-project", optional: true, version: "1" };
    const centre = centreOf({ git: offer("2", {}, { dependencies: [optional] }) });
    assert.deepEqual(updatedLock(lock, centre, {}).plugins["git"]?.dependencies, {});
  });

  it("brings one plugin up to date with only what it needs newer", () => {
    const before = lockOf({
      git: entry("1", { structs: "1", "git-client": "1" }),
      structs: entry("1"),
      "git-client": entry("1"),
    });
    const centre = centreOf({
      git: offer("2", { structs: "2", "git-client": "1" }),
      structs: offer("3"),
      "git-client": offer("2"),
    });
    assert.deepEqual(lockChanges(before, updatedLock(before, centre, { plugin: "git" })), [
      "~ git 1 > 2",
      "~ structs 1 > 3",
    ]);
  });

  it("adds a plugin that is not in the lock, and keeps it at the next update", () => {
    const centre = centreOf({
      git: offer("1", { structs: "1" }),
      structs: offer("1"),
      ansible: offer("7", { structs: "1" }),
    });
    const added = updatedLock(lock, centre, { plugin: "ansible" });
    assert.deepEqual(lockChanges(lock, added), ["+ ansible 7"]);
    assert.ok("ansible" in updatedLock(added, centre, {}).plugins);
  });

  it("drops what nothing needs any more", () => {
    const centre = centreOf({ git: offer("2"), structs: offer("1") });
    const updated = updatedLock(lock, centre, {});
    assert.deepEqual(lockChanges(lock, updated), ["~ git 1 > 2", "- structs 1"]);
  });

  it("fills in needs that were unknown", () => {
    const unknown = lockOf({
      git: { version: "1", requiredCore: null, dependencies: null, assumed: entry("0") },
    });
    const updated = updatedLock(unknown, centreOf({ git: offer("1") }), {});
    assert.deepEqual(lockChanges(unknown, updated), ["~ git 1: what is known about it"]);
  });

  it("resolves for another Jenkins, and refuses what that one is too old for", () => {
    const centre = centreOf({
      git: offer("2", { structs: "1" }, { requiredCore: "2.590.1" }),
      structs: offer("1"),
    });
    assert.equal(updatedLock(lock, centre, { core: "2.590.1" }).core, "2.590.1");
    assert.throws(() => updatedLock(lock, centre, {}), {
      name: "Failure",
      message:
        "the lock file stays as it is\ngit 2: expected Jenkins 2.590.1 or newer, got 2.580.1",
    });
  });

  it("names every dependency that nobody offers", () => {
    const centre = centreOf({ git: offer("2", { "git-client": "1", structs: "2" }) });
    assert.throws(() => updatedLock(lock, centre, {}), {
      message: [
        "the lock file stays as it is",
        "git 2: expected git-client 1 or newer, got nothing",
        "git 2: expected structs 2 or newer, got 1",
        "git-client: expected a plugin of the update centre, got nothing under this id",
        "structs: expected a plugin of the update centre, got nothing under this id",
      ].join("\n"),
    });
  });

  it("gives the same text whatever the order of the document", () => {
    const forward = centreOf({ git: offer("2", { b: "1", a: "1" }), a: offer("1"), b: offer("1") });
    const backward = {
      ...forward,
      plugins: Object.fromEntries(Object.entries(forward.plugins).reverse()),
    };
    assert.equal(
      lockText(updatedLock(lock, forward, {})),
      lockText(updatedLock(lock, backward, {})),
    );
  });
});
