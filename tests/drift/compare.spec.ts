import assert from "node:assert/strict";

import { handMade } from "../../drift/kubernetes/by-hand";
import {
  differences,
  fromFirstDifference,
  shown,
  unfulfilled,
  wishes,
} from "../../drift/kubernetes/compare";

describe("differences", () => {
  it("names every leaf, in the order of the keys, and an absent branch once", () => {
    assert.deepEqual(
      differences(
        { b: [1, 2], a: { "x.y": 1 }, same: true },
        { b: [1, 3, 4], a: { "x.y": 2 }, same: true, more: { deep: 1 } },
      ),
      [
        { path: 'a["x.y"]', expected: 1, found: 2 },
        { path: "b[1]", expected: 2, found: 3 },
        { path: "b[2]", expected: undefined, found: 4 },
        { path: "more", expected: undefined, found: { deep: 1 } },
      ],
    );
  });

  it("takes an empty group for none", () => {
    assert.deepEqual(differences({ a: {} }, { b: [] }), []);
  });
});

describe("unfulfilled", () => {
  it("lets an object have more than the wish, and say nothing where the wish says as much", () => {
    assert.deepEqual(
      unfulfilled({ size: "20Gi", readOnly: false, class: "" }, { size: "30Gi", added: true }),
      [{ path: "size", expected: "20Gi", found: "30Gi" }],
    );
  });
});

describe("wishes", () => {
  it("leaves out status and bookkeeping, and nothing else", () => {
    const metadata = { name: "x", labels: { a: "b" } };
    assert.deepEqual(
      wishes({
        kind: "Pod",
        metadata: { ...metadata, resourceVersion: "1", generation: 2, uid: "u", managedFields: [] },
        status: { phase: "Running" },
        spec: {},
      }),
      { kind: "Pod", metadata, spec: {} },
    );
  });
});

describe("shown", () => {
  it("is one short line without a secret", () => {
    assert.equal(shown(undefined, true), "absent");
    assert.equal(shown("hidden", true), "(secret)");
    assert.equal(shown({ a: 1 }, false), '{"a":1}');
    assert.equal(shown("one\n two", false), "one ⏎ two");
    assert.equal(shown("x".repeat(100), false), `${"x".repeat(69)}… (100 characters)`);
  });
});

describe("fromFirstDifference", () => {
  it("begins long texts at the line that differs", () => {
    const lines = (one: string) => `${"same line\n".repeat(20)}${one}\nend`;
    assert.deepEqual(fromFirstDifference(lines("mine"), lines("yours")), [
      "… mine\nend",
      "… yours\nend",
    ]);
  });

  it("leaves short ones as they are", () => {
    assert.deepEqual(fromFirstDifference("abc", "abd"), ["abc", "abd"]);
  });
});

describe("handMade", () => {
  const wanted = {
    metadata: { name: "x", labels: { a: "b" } },
    spec: { containers: [{ name: "jenkins", image: "j", env: [{ name: "A", value: "1" }] }] },
  };
  const live = (manager: string, fieldsV1: object, more: object = {}) => ({
    metadata: { managedFields: [{ manager, operation: "Update", fieldsV1, ...more }] },
  });
  const container = (fields: object) => ({
    "f:spec": { "f:containers": { 'k:{"name":"jenkins"}': { ".": {}, ...fields } } },
  });

  it("finds what kubectl set beside the program, once for what belongs together", () => {
    const fields = container({
      "f:env": { 'k:{"name":"B"}': { ".": {}, "f:name": {}, "f:value": {} } },
      "f:securityContext": { "f:privileged": {} },
    });
    assert.deepEqual(handMade(live("kubectl-edit", fields), wanted), [
      { path: "spec.containers[jenkins].env[B]", tool: "kubectl-edit" },
      { path: "spec.containers[jenkins].securityContext", tool: "kubectl-edit" },
    ]);
  });

  it("leaves what the program asks for to the dry run, whoever owns it", () => {
    const fields = container({ "f:image": {}, "f:env": { 'k:{"name":"A"}': { "f:value": {} } } });
    assert.deepEqual(handMade(live("kubectl-set", fields), wanted), []);
  });

  it("leaves controllers, labels and status alone", () => {
    const fields = container({ "f:added": {} });
    assert.deepEqual(handMade(live("kube-controller-manager", fields), wanted), []);
    assert.deepEqual(handMade(live("kubectl", fields, { subresource: "status" }), wanted), []);
    const labels = { "f:metadata": { "f:labels": { "f:extra": {} } } };
    assert.deepEqual(handMade(live("kubectl-label", labels), wanted), []);
  });

  it("knows that a Secret is written with texts and read as data", () => {
    const fields = { "f:data": { "f:password": {}, "f:other": {} } };
    assert.deepEqual(handMade(live("kubectl-patch", fields), { stringData: { password: "x" } }), [
      { path: "data.other", tool: "kubectl-patch" },
    ]);
  });
});
