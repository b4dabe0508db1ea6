import assert from "node:assert/strict";

import { builtInPath, collectionPath, kindOf } from "../../../../local/plugins/kubernetes/kinds";
import { fieldManager, withName } from "../../../../local/plugins/kubernetes/naming";
import { fromApi, nameOf, toApi } from "../../../../local/plugins/kubernetes/objects";
import { takeoverPatch, withoutIgnored } from "../../../../local/plugins/kubernetes/ownership";
import { sameQuantity } from "../../../../local/plugins/kubernetes/quantities";
import { inputsFromLive } from "../../../../local/plugins/kubernetes/read";
import { withSecrets } from "../../../../local/plugins/kubernetes/secrecy";
import { Secret, unknown, type Properties } from "../../../../local/plugins/rpc/values";

describe("kindOf", () => {
  it("reads the kind from the inputs, and from the type token where there are none", () => {
    const given = kindOf("kubernetes:core/v1:NodePatch", { apiVersion: "v1", kind: "Node" });
    assert.deepEqual(given, { apiVersion: "v1", kind: "Node", patch: true });
    const bare = kindOf("kubernetes:apps/v1:StatefulSet", {});
    assert.deepEqual(bare, { apiVersion: "apps/v1", kind: "StatefulSet", patch: false });
    const patch = kindOf("kubernetes:core/v1:ConfigMapPatch", {});
    assert.deepEqual(patch, { apiVersion: "v1", kind: "ConfigMap", patch: true });
  });
});

describe("collectionPath", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["v1", "ConfigMap", "/api/v1/namespaces/ns/configmaps"],
    ["v1", "Endpoints", "/api/v1/namespaces/ns/endpoints"],
    ["v1", "PersistentVolume", "/api/v1/persistentvolumes"],
    ["networking.k8s.io/v1", "Ingress", "/apis/networking.k8s.io/v1/namespaces/ns/ingresses"],
    [
      "networking.k8s.io/v1",
      "NetworkPolicy",
      "/apis/networking.k8s.io/v1/namespaces/ns/networkpolicies",
    ],
    ["storage.k8s.io/v1", "StorageClass", "/apis/storage.k8s.io/v1/storageclasses"],
  ];
  for (const [apiVersion, kind, path] of cases) {
    it(`of ${kind} is ${path}`, () => {
      const resource = builtInPath(apiVersion, kind);
      assert.ok(resource !== undefined);
      assert.equal(collectionPath(apiVersion, resource, "ns"), path);
    });
  }
});

describe("withName", () => {
  it("gives the same name for the same seed and another for another", () => {
    const name = (seed: string): string | undefined =>
      nameOf(withName({}, {}, "settings", Buffer.from(seed)));
    assert.match(name("1") ?? "", /^settings-[0-9a-f]{8}$/);
    assert.equal(name("1"), name("1"));
    assert.notEqual(name("1"), name("2"));
  });

  it("leaves a name alone, also one that is not known yet", () => {
    const inputs: Properties = { metadata: { name: unknown } };
    assert.equal(withName(inputs, {}, "settings", Buffer.alloc(0)), inputs);
  });
});

describe("fieldManager", () => {
  it("comes from the annotation, then from state, and is new otherwise", () => {
    const annotations = { "pulumi.com/patchFieldManager": "mine" };
    const state = { __fieldManager: "pulumi-kubernetes-00000000" };
    assert.equal(fieldManager({ metadata: { annotations } }, state), "mine");
    assert.equal(fieldManager({}, state), "pulumi-kubernetes-00000000");
    assert.match(fieldManager({}, {}), /^pulumi-kubernetes-[0-9a-f]{8}$/);
  });
});

describe("takeoverPatch", () => {
  const entry = (
    manager: string,
    operation: string,
    fields: Properties,
    more: Properties = {},
  ): Properties => ({
    manager,
    operation,
    apiVersion: "v1",
    fieldsType: "FieldsV1",
    fieldsV1: fields,
    ...more,
  });
  const live = (...managedFields: Properties[]): Properties => ({
    metadata: { resourceVersion: "7", managedFields },
  });

  it("merges what the POST and kubectl own into one apply entry, and leaves the rest", () => {
    const controller = entry(
      "kube-controller-manager",
      "Update",
      { "f:status": {} },
      { subresource: "status" },
    );
    const status = entry("kubectl-edit", "Update", { "f:status": {} }, { subresource: "status" });
    const patch = takeoverPatch(
      live(
        entry("pulumi-kubernetes", "Update", { "f:data": { "f:a": {} } }),
        entry("kubectl-edit", "Update", { "f:data": { "f:b": {} } }),
        controller,
        status,
      ),
      "mine",
    );
    assert.deepEqual(patch, [
      {
        op: "replace",
        path: "/metadata/managedFields",
        value: [controller, status, entry("mine", "Apply", { "f:data": { "f:a": {}, "f:b": {} } })],
      },
      { op: "replace", path: "/metadata/resourceVersion", value: "7" },
    ]);
  });

  it("is nothing where there is nothing to take over", () => {
    assert.equal(
      takeoverPatch(live(entry("mine", "Apply", {}), entry("other", "Update", {})), "mine"),
      undefined,
    );
  });
});

describe("withoutIgnored", () => {
  it("drops what others own, and keeps the live value of what nobody else does", () => {
    const live = {
      spec: { replicas: 5, paused: true },
      metadata: {
        managedFields: [{ manager: "autoscaler", fieldsV1: { "f:spec": { "f:replicas": {} } } }],
      },
    };
    const inputs = { spec: { replicas: 1, paused: false, other: "x" } };
    assert.deepEqual(withoutIgnored(inputs, live, ["spec.replicas", "spec.paused"], "mine"), {
      spec: { paused: true, other: "x" },
    });
  });
});

describe("withSecrets", () => {
  it("marks what the source marks, and a whole list for one secret in it", () => {
    const object = { a: "1", b: { c: "2", d: "3" }, list: ["4", "5"] };
    const source = { b: { c: new Secret("2") }, list: ["4", new Secret("5")] };
    assert.deepEqual(withSecrets(object, source), {
      a: "1",
      b: { c: new Secret("2"), d: "3" },
      list: new Secret(["4", "5"]),
    });
  });

  it("marks the data of a Secret whatever the source says", () => {
    const object = { kind: "Secret", data: { a: "MQ==" } };
    assert.deepEqual(withSecrets(object, {}), { kind: "Secret", data: new Secret({ a: "MQ==" }) });
  });
});

describe("sameQuantity", () => {
  const cases: readonly (readonly [string | number, string | number, boolean])[] = [
    ["1000m", "1", true],
    ["1", 1, true],
    ["1024Mi", "1Gi", true],
    ["1000M", "1G", true],
    ["1Gi", "1G", false],
    ["01", "1", false],
    ["abc", "abc", false],
    ["", "", false],
  ];
  for (const [left, right, same] of cases) {
    it(`finds ${JSON.stringify(left)} and ${JSON.stringify(right)} ${same ? "the same" : "different"}`, () => {
      assert.equal(sameQuantity(left, right), same);
    });
  }
});

describe("inputsFromLive", () => {
  it("keeps what the program names, with live values, in the program's spelling if they agree", () => {
    const live = {
      spec: { size: "1Gi", mode: "changed", defaulted: true, list: [{ a: 1, b: 2 }, { a: 9 }] },
    };
    const old = { spec: { size: "1024Mi", mode: "x", empty: {}, lost: "y", list: [{ a: 0 }] } };
    assert.deepEqual(inputsFromLive(live, old), {
      spec: { size: "1024Mi", mode: "changed", empty: {}, list: [{ a: 1 }] },
    });
  });

  it("reads stringData back from data", () => {
    const live = { kind: "Secret", data: { a: "Mg==", b: "Mw==" } };
    assert.deepEqual(inputsFromLive(live, { kind: "Secret", stringData: { a: "1" } }), {
      kind: "Secret",
      stringData: { a: "2" },
    });
  });
});

describe("toApi", () => {
  it("spells schema extensions of a CustomResourceDefinition with dashes, and fromApi back", () => {
    const program = {
      kind: "CustomResourceDefinition",
      spec: [{ x_kubernetes_preserve_unknown_fields: true }],
    };
    const wire = {
      kind: "CustomResourceDefinition",
      spec: [{ "x-kubernetes-preserve-unknown-fields": true }],
    };
    assert.deepEqual(toApi(program), wire);
    assert.deepEqual(fromApi(wire), program);
    const other = { kind: "ConfigMap", data: { x_kubernetes_a: "1" } };
    assert.deepEqual(toApi(other), other);
  });
});
