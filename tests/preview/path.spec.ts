import assert from "node:assert/strict";
import fc from "fast-check";

import { pathText, segmentsOf, valueAt } from "../../preview/path";

describe("pathText", () => {
  it("writes paths as the engine does", () => {
    assert.equal(pathText(["spec", "containers", 0, "image"]), "spec.containers[0].image");
    assert.equal(
      pathText(["metadata", "labels", "app.kubernetes.io/name"]),
      'metadata.labels["app.kubernetes.io/name"]',
    );
    assert.equal(pathText([".dockerconfigjson"]), '[".dockerconfigjson"]');
  });

  it("is read back by segmentsOf, whatever the keys", () => {
    const segment = fc.oneof(fc.string(), fc.nat(99));
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
        assert.deepEqual(segmentsOf(pathText(segments)), segments);
      }),
    );
  });
});

describe("valueAt", () => {
  it("follows keys and positions, and finds nothing where there is nothing", () => {
    const value = { a: [{ "b.c": 1 }] };
    assert.equal(valueAt(value, segmentsOf('a[0]["b.c"]')), 1);
    assert.equal(valueAt(value, segmentsOf("a[1].b")), undefined);
    assert.equal(valueAt(value, segmentsOf("a.b")), undefined);
  });
});
