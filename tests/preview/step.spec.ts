import assert from "node:assert/strict";

import { forcesReplacement } from "../../preview/replacement";
import { nameOf, parentTypes, stepBetween } from "../../preview/step";
import { changed, made, removed, stateOf, types } from "./support/steps";

describe("stepBetween", () => {
  const volume = { type: types.volume, name: "home" };

  it("knows what is made, removed, changed and kept", () => {
    assert.equal(made(volume).operation, "create");
    assert.equal(removed(volume).operation, "delete");
    assert.equal(changed(volume, { a: 1 }, { a: 1 }).operation, "same");
    assert.equal(changed(volume, { a: 1 }, { a: 2 }).operation, "update");
  });

  it("replaces what cannot be changed in place, and says for which field", () => {
    const step = changed(
      volume,
      { spec: { iscsi: { targetPortal: "a" }, capacity: { storage: "1Gi" } } },
      { spec: { iscsi: { targetPortal: "b" }, capacity: { storage: "2Gi" } } },
    );
    assert.equal(step.operation, "replace");
    assert.deepEqual(
      step.changes.map(({ path, forcesReplacement: forcing }) => [path, forcing]),
      [
        ["spec.capacity.storage", false],
        ["spec.iscsi.targetPortal", true],
      ],
    );
  });

  it("tells of secrets that differ without being shown", () => {
    const step = changed(
      { type: types.secret },
      { stringData: { key: "[secret]" } },
      { stringData: { key: "[secret]" } },
      ["stringData.key"],
    );
    assert.equal(step.operation, "update");
    assert.deepEqual(step.changes, [{ path: "stringData.key", forcesReplacement: false }]);
  });

  it("tells when protection is lost although nothing else changes (P-08)", () => {
    const before = stateOf({ ...volume, protect: true }, {});
    const step = stepBetween(before, stateOf(volume, {}));
    assert.deepEqual(step.changes, [
      { path: "(protect)", before: true, after: false, forcesReplacement: false },
    ]);
  });

  it("reads name and parents from the URN", () => {
    const urn =
      "urn:pulumi:prod::jenkins-stack::a:b:Outer$c:d:Inner$kubernetes:core/v1:Secret::x::y";
    assert.equal(nameOf(urn), "x::y");
    assert.deepEqual(parentTypes(urn), ["a:b:Outer", "c:d:Inner"]);
  });
});

describe("forcesReplacement", () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    [types.volume, "spec.iscsi.fsType", true],
    [types.volume, "spec.nfs.path", true],
    [types.volume, "spec.capacity.storage", false],
    [types.claim, "spec.volumeName", true],
    [types.claim, "spec.resources.requests.storage", false],
    [types.statefulSet, "spec.serviceName", true],
    [types.statefulSet, "spec.template.spec.containers[0].image", false],
    [types.job, "spec.template.spec.containers[0].image", true],
    [types.service, "spec.clusterIP", true],
    [types.roleBinding, "roleRef.name", true],
    [types.role, "rules[0].verbs[0]", false],
    [types.command, "triggers[0]", true],
    [types.command, "environment.LUN_SIZE", false],
    [types.password, "length", true],
    [types.configMap, "metadata.name", true],
    [types.configMap, "data.file", false],
    [types.secret, "stringData.key", false],
    [types.secret, "type", true],
    [types.provider, "clusterIdentifier", true],
    [types.provider, "kubeconfig", false],
  ];
  for (const [type, path, forcing] of rows)
    it(`${type.split(":").at(-1) ?? ""} ${path}: ${forcing ? "replaces" : "changes in place"}`, () => {
      assert.equal(forcesReplacement(type, path), forcing);
    });

  it("replaces an immutable ConfigMap for its content", () => {
    assert.equal(forcesReplacement(types.configMap, "data.file", true), true);
    const step = changed(
      { type: types.configMap },
      { immutable: true, data: { file: "a" } },
      { immutable: true, data: { file: "b" } },
    );
    assert.equal(step.operation, "replace");
  });
});
