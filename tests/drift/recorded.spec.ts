import assert from "node:assert/strict";

import { opened, recordedObjects } from "../../drift/kubernetes/recorded";
import { asSecret } from "../nas/printed-stack";

describe("recordedObjects", () => {
  it("reads what the program asked for, with the name and the manager that the provider chose", () => {
    const [object] = recordedObjects(
      state({
        inputs: {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { namespace: "jenkins", labels: { role: "x" } },
          data: { key: "value" },
        },
        outputs: {
          __fieldManager: "pulumi-kubernetes-0123abcd",
          metadata: { name: "settings-1a2b3c4d", namespace: "jenkins", uid: "u-1" },
        },
      }),
    );
    assert.deepEqual(object, {
      ...{ apiVersion: "v1", kind: "ConfigMap", namespace: "jenkins", name: "settings-1a2b3c4d" },
      ...{ uid: "u-1", secretPaths: [], manager: "pulumi-kubernetes-0123abcd", partial: false },
      wanted: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { namespace: "jenkins", labels: { role: "x" }, name: "settings-1a2b3c4d" },
        data: { key: "value" },
      },
    });
  });

  it("opens secrets and remembers where they were", () => {
    const [object] = recordedObjects(
      state({
        inputs: {
          apiVersion: "v1",
          kind: "Secret",
          data: asObjectSecret({ password: "aGlkZGVu" }),
        },
        outputs: { metadata: { name: "admin" } },
      }),
    );
    assert.deepEqual(object?.wanted["data"], { password: "aGlkZGVu" });
    assert.deepEqual(object.secretPaths, ["data"]);
  });

  it("leaves out what is only looked up, what waits for its deletion, and what is no object", () => {
    const object = {
      inputs: { apiVersion: "v1", kind: "Node" },
      outputs: { metadata: { name: "worker-1" } },
    };
    assert.deepEqual(recordedObjects(state({ ...object, external: true })), []);
    assert.deepEqual(recordedObjects(state({ ...object, delete: true })), []);
    assert.deepEqual(recordedObjects(state({ ...object, custom: false })), []);
    assert.deepEqual(recordedObjects(state({ ...object, type: "command:local:Command" })), []);
    assert.equal(recordedObjects(state(object)).length, 1);
  });

  it("knows that a patch states a part of somebody else's object", () => {
    const [object] = recordedObjects(
      state({
        type: "kubernetes:core/v1:NodePatch",
        inputs: { apiVersion: "v1", kind: "Node" },
        outputs: { metadata: { name: "worker-1" } },
      }),
    );
    assert.equal(object?.partial, true);
  });

  it("shows nothing of a text that is no state: it may hold secrets", () => {
    assert.throws(() => recordedObjects('{"hidden": '), {
      message: "--stack: expected the state of a stack from pulumi stack export, got another shape",
    });
  });
});

describe("opened", () => {
  it("opens secrets within lists and within secrets", () => {
    const { value, secretPaths } = opened({ list: [asSecret("hidden")], "a.b": asSecret("too") });
    assert.deepEqual(value, { list: ["hidden"], "a.b": "too" });
    assert.deepEqual(secretPaths, ["list[0]", '["a.b"]']);
  });
});

function state(resource: object): string {
  const defaults = { type: "kubernetes:core/v1:ConfigMap", custom: true };
  return JSON.stringify({ version: 3, deployment: { resources: [{ ...defaults, ...resource }] } });
}

function asObjectSecret(value: object) {
  return { ...asSecret(""), plaintext: JSON.stringify(value) };
}
