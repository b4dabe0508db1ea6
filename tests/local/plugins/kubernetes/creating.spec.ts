// Against a scripted server: what is retried, how often and in which words. That a real server answers like
// this is the business of tests/engine/plugins-kubernetes.
import assert from "node:assert/strict";

import { create, previewCreate } from "../../../../local/plugins/kubernetes/create";
import { inputsOf } from "../../../../local/plugins/kubernetes/operation";
import { Secret, type Properties } from "../../../../local/plugins/rpc/values";
import { refusal, StubApiServer, type Answer } from "./stub-api-server";

const configMap: Properties = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "it", namespace: "here" },
  data: { a: "1" },
};
const noNamespace = refusal(404, "NotFound", 'namespaces "here" not found', {
  name: "here",
  kind: "namespaces",
});

describe("kubernetes create", () => {
  let server: StubApiServer;
  afterEach(() => server.stop());
  const serve = async (answer: Answer): Promise<void> => {
    server = await StubApiServer.start(answer);
  };

  it("tries six times while the namespace is missing, waiting twice as long each time", async () => {
    await serve(() => noNamespace);
    const lines: string[] = [];
    const operation = server.operation(lines);
    const started = Date.now();
    await assert.rejects(create(operation, inputsOf(operation.request, configMap), 0, 2), {
      message:
        'resource "urn:it" was not successfully created by the Kubernetes API server: namespaces "here" not found',
    });
    assert.deepEqual(
      lines,
      [0, 1, 2, 3, 4, 5].map((n) => `Retry #${n}; creation failed: namespaces "here" not found`),
    );
    assert.ok(Date.now() - started >= (2 + 4 + 8 + 16 + 32) * 2 - 5);
  });

  it("does not try again what can never succeed", async () => {
    await serve(() => refusal(422, "Invalid", 'ConfigMap "it" is invalid'));
    const operation = server.operation();
    await assert.rejects(
      create(operation, inputsOf(operation.request, configMap), 0, 1),
      /is invalid$/,
    );
    assert.equal(server.seen.length, 1);
  });

  it("explains a kind that the server does not know", async () => {
    await serve(() => refusal(404, "NotFound", "the server could not find the requested resource"));
    const operation = server.operation();
    const widget = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w" } };
    await assert.rejects(create(operation, inputsOf(operation.request, widget), 0, 1), {
      message:
        'creation of resource "urn:it" with kind example.com/v1/Widget failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created: no matches for kind "Widget" in version "example.com/v1"',
    });
  });

  it("advises what to do about an object that exists", async () => {
    await serve(() => refusal(409, "AlreadyExists", 'configmaps "it" already exists'));
    const operation = server.operation();
    await assert.rejects(
      create(operation, inputsOf(operation.request, configMap), 0, 1),
      /configmaps "it" already exists; adopt it with the `import` resource option, /,
    );
  });

  it("blanks secrets out of errors and lines, plain and in base64", async () => {
    const password = "open sesame";
    const base64 = Buffer.from(password).toString("base64");
    await serve(() => refusal(422, "Invalid", `bad value "${password}" (${base64})`));
    const lines: string[] = [];
    const operation = server.operation(lines);
    const inputs = { ...configMap, data: { password: new Secret(password) } };
    await assert.rejects(create(operation, inputsOf(operation.request, inputs), 0, 1), {
      message:
        'resource "urn:it" was not successfully created by the Kubernetes API server: bad value "[secret]" ([secret])',
    });
    assert.deepEqual(lines, ['Retry #0; creation failed: bad value "[secret]" ([secret])']);
  });

  it("returns the inputs of a preview that may not dry-run", async () => {
    await serve(() => refusal(403, "Forbidden", "no"));
    const operation = server.operation();
    const inputs = inputsOf(operation.request, configMap);
    assert.deepEqual(await previewCreate(operation, inputs), configMap);
    assert.deepEqual(
      server.seen.map(({ query }) => query["dryRun"]),
      ["All"],
    );
  });
});
