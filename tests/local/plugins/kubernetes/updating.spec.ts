// Against a scripted server: what happens when somebody writes between two requests of one update.
import assert from "node:assert/strict";

import { inputsOf } from "../../../../local/plugins/kubernetes/operation";
import { update } from "../../../../local/plugins/kubernetes/update";
import type { Properties } from "../../../../local/plugins/rpc/values";
import { refusal, StubApiServer, type Answer } from "./stub-api-server";

const inputs: Properties = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "it", namespace: "here" },
};
const live = {
  ...inputs,
  metadata: {
    name: "it",
    namespace: "here",
    resourceVersion: "7",
    managedFields: [
      { manager: "pulumi-kubernetes", operation: "Update", fieldsV1: { "f:data": {} } },
    ],
  },
};

describe("kubernetes update", () => {
  let server: StubApiServer;
  afterEach(() => server.stop());

  const run = async (answer: Answer): Promise<Properties> => {
    server = await StubApiServer.start(answer);
    const operation = server.operation();
    return update(operation, {
      olds: { ...live, __fieldManager: "mine" },
      oldInputs: inputs,
      inputs: inputsOf(operation.request, inputs),
      ignoreChanges: [],
      timeoutSeconds: 0,
    });
  };

  it("looks again when the object changed while its fields were taken over", async () => {
    let conflicts = 2;
    await run(({ method, body }) => {
      if (method === "PATCH" && Array.isArray(body) && conflicts-- > 0) {
        return refusal(409, "Conflict", "the object has been modified");
      }
      return { body: live };
    });
    const methods = server.seen.map(({ method, query }) =>
      query["force"] === undefined ? method : "APPLY",
    );
    assert.deepEqual(methods, ["GET", "PATCH", "GET", "PATCH", "GET", "PATCH", "APPLY", "GET"]);
  });

  it("applies as the manager of the state, without force", async () => {
    await run(() => ({ body: live }));
    const applied = server.seen.find(({ query }) => query["force"] !== undefined);
    assert.deepEqual(applied?.query, { fieldManager: "mine", force: "false" });
  });

  it("fails plainly when the object is gone", async () => {
    await assert.rejects(
      run(() => refusal(404, "NotFound", 'configmaps "it" not found')),
      { message: 'update of resource "urn:it" failed: configmaps "it" not found' },
    );
  });
});
