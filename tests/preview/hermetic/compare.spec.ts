import assert from "node:assert/strict";

import { compare } from "../../../preview/hermetic/compare";
import type { RenderedResource } from "../../../preview/hermetic/rendering";

const signature = "4dabf18193072939515e22adb298388d";

function wrapped(value: unknown): unknown {
  return { [signature]: "1b47061264138c4ac30d75fd1eb44270", value };
}

function rendered(
  name: string,
  inputs: RenderedResource["inputs"] = {},
  more: Partial<RenderedResource> = {},
): RenderedResource {
  const type = more.type ?? "kubernetes:core/v1:ConfigMap";
  return {
    urn: `urn:pulumi:test::jenkins-stack::${type}::${name}`,
    aliases: [],
    ignoreChanges: [],
    protect: false,
    retainOnDelete: false,
    read: false,
    ...{ type, name, inputs },
    ...more,
  };
}

/** What becomes of each resource, without what was and is. */
function told(base: readonly RenderedResource[], head: readonly RenderedResource[]) {
  return compare(base, head).map(({ operation, name, changes }) => ({
    operation,
    name,
    paths: changes.map(({ path }) => path),
  }));
}

describe("compare (P-04)", () => {
  it("tells what is new, changed, gone and as before, in the order of the names", () => {
    const base = [rendered("d"), rendered("c", { data: { key: "1" } }), rendered("b")];
    const head = [rendered("c", { data: { key: "2" } }), rendered("a"), rendered("d")];
    assert.deepEqual(told(base, head), [
      { operation: "create", name: "a", paths: [] },
      { operation: "delete", name: "b", paths: [] },
      { operation: "update", name: "c", paths: ["data.key"] },
      { operation: "same", name: "d", paths: [] },
    ]);
  });

  it("replaces what cannot be changed in place", () => {
    const volume = (iqn: string) =>
      rendered(
        "home",
        { spec: { iscsi: { iqn } } },
        { type: "kubernetes:core/v1:PersistentVolume" },
      );
    assert.deepEqual(told([volume("a")], [volume("b")]), [
      { operation: "replace", name: "home", paths: ["spec.iscsi.iqn"] },
    ]);
  });

  it("knows a resource by the name it had before", () => {
    const was = rendered("old", { data: { key: "1" } });
    const is = rendered("new", { data: { key: "1" } }, { aliases: [was.urn] });
    assert.deepEqual(told([was], [is]), [{ operation: "same", name: "new", paths: [] }]);
  });

  it("says that a secret changes and shows neither side of it", () => {
    const secret = (password: string) => rendered("s", { data: { inner: wrapped(password) } });
    const [step] = compare([secret("old-Pa55word")], [secret("new-Pa55word")]);
    assert.equal(step?.operation, "update");
    assert.deepEqual(
      step.changes.map(({ path }) => path),
      ["data.inner"],
    );
    assert.doesNotMatch(JSON.stringify(step), /Pa55word/);
  });

  it("hides what a Secret holds whether the program calls it secret or not", () => {
    const type = "kubernetes:core/v1:Secret";
    const secret = (value: string) => rendered("s", { stringData: { key: value } }, { type });
    const [step] = compare([secret("old-Pa55word")], [secret("new-Pa55word")]);
    assert.equal(step?.operation, "update");
    assert.doesNotMatch(JSON.stringify(step), /Pa55word/);
  });

  it("says when protection is given up", () => {
    const [step] = compare([rendered("a", {}, { protect: true })], [rendered("a")]);
    assert.equal(step?.operation, "update");
  });

  it("counts nothing that the program ignores", () => {
    const spec = (replicas: number, image: string) => ({ spec: { replicas, image } });
    const ignoreChanges = ["spec.replicas"];
    const head = (image: string) => [rendered("a", spec(1, image), { ignoreChanges })];
    const base = [rendered("a", spec(0, "one"))];
    assert.deepEqual(told(base, head("one")), [{ operation: "same", name: "a", paths: [] }]);
    assert.deepEqual(told(base, head("two")), [
      { operation: "update", name: "a", paths: ["spec.image"] },
    ]);
  });

  it("looks up what is looked up, new or not, and forgets what no longer is", () => {
    const read = { read: true };
    const base = [rendered("gone", {}, read), rendered("kept", {}, read)];
    const head = [rendered("kept", {}, read), rendered("more", {}, read)];
    assert.deepEqual(told(base, head), [
      { operation: "read", name: "kept", paths: [] },
      { operation: "read", name: "more", paths: [] },
    ]);
  });
});
