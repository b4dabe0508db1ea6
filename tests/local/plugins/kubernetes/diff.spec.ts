import assert from "node:assert/strict";

import { objectDiff, parsePath } from "../../../../local/plugins/kubernetes/diff";
import { replacingFields } from "../../../../local/plugins/kubernetes/replacing-fields";
import { unknown, type Properties } from "../../../../local/plugins/rpc/values";

const named = { metadata: { name: "it" } };
const diff = (
  olds: Properties,
  news: Properties,
  replacing: readonly string[] = [],
  ignored: readonly string[] = [],
) => objectDiff({ ...named, ...olds }, { ...named, ...news }, replacing, ignored);

describe("objectDiff", () => {
  it("names every changed property by its path", () => {
    const olds = { spec: { a: 1, list: [{ x: 1 }, { x: 2 }], gone: true } };
    const news = { spec: { a: 2, list: [{ x: 1 }, { x: 3 }, { x: 4 }] }, data: { "a.b": "c" } };
    assert.deepEqual(diff(olds, news).detailed, {
      "spec.a": "update",
      "spec.list[1].x": "update",
      "spec.list[2]": "add",
      "spec.gone": "delete",
      data: "add",
    });
    assert.deepEqual(diff({ data: { "a.b": "1" } }, { data: { "a.b": "2" } }).detailed, {
      'data["a.b"]': "update",
    });
  });

  it("does not look at the order of properties", () => {
    assert.equal(diff({ data: { a: "1", b: "2" } }, { data: { b: "2", a: "1" } }).changed, false);
  });

  it("counts a value that is not known yet as changed", () => {
    assert.deepEqual(diff({ data: { a: "1" } }, { data: { a: unknown } }).detailed, {
      "data.a": "update",
    });
  });

  it("replaces for a change at, below or around a field", () => {
    const replaced = (olds: Properties, news: Properties): boolean =>
      diff(olds, news, ["spec.iscsi"]).deleteBeforeReplace === true;
    assert.equal(replaced({ spec: { iscsi: { lun: 1 } } }, { spec: { iscsi: { lun: 2 } } }), true);
    assert.equal(replaced({ spec: { iscsi: { lun: 1 } } }, { spec: {} }), true);
    assert.equal(replaced({ spec: { iscsi: { lun: 1 } } }, {}), true);
    assert.equal(replaced({ spec: { size: 1 } }, {}), false);
    assert.equal(replaced({ spec: { iscsiInitiator: 1 } }, { spec: { iscsiInitiator: 2 } }), false);
  });

  it("replaces for any element of a list", () => {
    const pod = (image: string): Properties => ({ spec: { containers: [{ name: "a", image }] } });
    const { replaces } = diff(pod("1"), pod("2"), ["spec.containers[*].image"]);
    assert.deepEqual(replaces, ["spec.containers[0].image"]);
  });

  it("deletes first only where the name stays and was the user's", () => {
    const renamed = objectDiff(named, { metadata: { name: "other" } }, ["metadata.name"], []);
    assert.deepEqual(renamed.replaces, ["metadata.name"]);
    assert.equal(renamed.deleteBeforeReplace, false);
    const annotations = { "pulumi.com/autonamed": "true" };
    const metadata = { name: "it-12345678", annotations };
    const generated = objectDiff(
      { metadata, data: {} },
      { metadata, data: { a: "1" } },
      ["data"],
      [],
    );
    assert.deepEqual(generated.replaces, ["data.a"]);
    assert.equal(generated.deleteBeforeReplace, false);
  });

  it("leaves out what is ignored, at the path and below", () => {
    const [olds, news] = [
      { spec: { replicas: 1, a: { b: 1 } } },
      { spec: { replicas: 2, a: { b: 2 } } },
    ];
    assert.equal(diff(olds, news, [], ["spec.replicas", "spec.a"]).changed, false);
    assert.deepEqual(diff(olds, news, [], ["spec.replicas"]).detailed, { "spec.a.b": "update" });
  });
});

describe("parsePath", () => {
  const cases: readonly (readonly [string, readonly (string | number)[]])[] = [
    ["spec.replicas", ["spec", "replicas"]],
    ['data["a.b"]', ["data", "a.b"]],
    ['metadata.annotations["a.b/c"]', ["metadata", "annotations", "a.b/c"]],
    ["spec.containers[0].image", ["spec", "containers", 0, "image"]],
    ["spec.containers[*].image", ["spec", "containers", "*", "image"]],
  ];
  for (const [text, path] of cases) {
    it(`reads ${text}`, () => {
      assert.deepEqual(parsePath(text), path);
    });
  }
});

describe("replacingFields", () => {
  const strict = { enableConfigMapMutable: false, enableSecretMutable: false };
  const mutable = { enableConfigMapMutable: true, enableSecretMutable: true };
  const map: Properties = { apiVersion: "v1", kind: "ConfigMap" };

  it("holds the data of a ConfigMap unless it is mutable", () => {
    assert.ok(replacingFields(map, false, strict).includes("data"));
    assert.ok(!replacingFields(map, false, mutable).includes("data"));
    assert.ok(replacingFields({ ...map, immutable: true }, false, mutable).includes("data"));
  });

  it("holds nothing but the identity of a patch", () => {
    assert.deepEqual(replacingFields(map, true, strict), ["metadata.name", "metadata.namespace"]);
  });

  it("tells kinds of the same name in different groups apart", () => {
    const foreign = { apiVersion: "serving.example.com/v1", kind: "Service" };
    assert.deepEqual(replacingFields(foreign, false, strict), [
      "metadata.name",
      "metadata.namespace",
    ]);
  });
});
