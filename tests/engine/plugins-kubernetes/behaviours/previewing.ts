import assert from "node:assert/strict";

import { valueAt } from "../../../../local/plugins/kubernetes/objects";
import { unknown } from "../../../../local/plugins/rpc/values";
import { uniqueName } from "../support";
import type { World } from "../world";
import { configMap, service, types } from "./objects";

const preview = { preview: true };

export function previewing(world: World): void {
  it("asks the server with a dry run, which makes nothing", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = service({ name: "web", namespace }, { clusterIP: "None" });
    const made = await world.plugin.create(types.service, "web", inputs, preview);
    assert.equal(valueAt(made.outputs, "spec", "type"), "ClusterIP", "a default of the server");
    assert.equal(await world.cluster.has("service", "web", namespace), false);
  });

  it("fails for an object that the server refuses, in the server's words", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = configMap({ name: "bad", namespace, labels: { "not a label": "x" } }, {});
    await assert.rejects(
      world.plugin.create(types.configMap, "bad", inputs, preview),
      (error: Error) => {
        const start = `resource "urn:pulumi:dev::test::${types.configMap}::bad" was not successfully created by the Kubernetes API server: ConfigMap "bad" is invalid: metadata.labels: Invalid value: `;
        assert.equal(error.message.slice(0, start.length), start);
        return true;
      },
    );
  });

  it("fails for a value of the wrong type", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = configMap({ name: "bad", namespace }, { port: 80 });
    await assert.rejects(
      world.plugin.create(types.configMap, "bad", inputs, preview),
      /cannot be handled as a ConfigMap: json: cannot unmarshal/,
    );
  });

  it("passes for an unknown field", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = service({ name: "web", namespace }, { clusterIP: "None", colour: "red" });
    await world.plugin.create(types.service, "web", inputs, preview);
  });

  it("passes for an object whose namespace is not there yet", async () => {
    const inputs = configMap({ name: "early", namespace: uniqueName("missing") }, { a: "1" });
    const { outputs } = await world.plugin.create(types.configMap, "early", inputs, preview);
    assert.deepEqual(outputs["data"], { a: "1" });
  });

  it("passes for an object that exists, with a line about it", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = configMap({ name: "taken", namespace }, {});
    await world.cluster.create(inputs);
    const before = world.plugin.lines.length;
    await world.plugin.create(types.configMap, "taken", inputs, preview);
    const said = world.plugin.lines.slice(before).map(({ message }) => message);
    assert.match(said.join("\n"), /Retry #0; creation failed: .*"taken" already exists/);
  });

  it("passes for a custom resource whose definition is not there yet", async () => {
    const inputs = { apiVersion: "none.example.com/v1", kind: "Nothing", metadata: { name: "x" } };
    const type = "kubernetes:none.example.com/v1:Nothing";
    const made = await world.plugin.create(type, "x", inputs, preview);
    assert.equal(valueAt(made.outputs, "metadata", "name"), "x");
  });

  it("hands unknown inputs through without a dry run", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = configMap(
      { name: "later", namespace, labels: { "not a label": "x" } },
      { a: unknown },
    );
    const { outputs } = await world.plugin.create(types.configMap, "later", inputs, preview);
    assert.deepEqual(outputs["data"], { a: unknown });
  });

  it("promises no value that the real run will choose", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = service({ name: "web", namespace }, { selector: { app: "web" } });
    const { outputs } = await world.plugin.create(types.service, "web", inputs, preview);
    assert.equal(outputs["status"], undefined);
    if (world.subject.origin === "official") return;
    // The official plugin shows those of the dry run.
    assert.equal(valueAt(outputs, "metadata", "uid"), unknown);
    assert.equal(valueAt(outputs, "spec", "clusterIP"), unknown);
  });

  it("dry-runs an update, and fails it for what the server refuses", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = configMap({ name: "c", namespace }, { a: "1" });
    const made = await world.plugin.create(types.configMap, "c", inputs);
    const next = configMap({ name: "c", namespace }, { a: "2" });
    const { outputs } = await world.plugin.update(made, next, preview);
    assert.deepEqual(outputs["data"], { a: "2" });
    assert.deepEqual((await world.cluster.get("configmap", "c", namespace)).data, { a: "1" });
    const bad = configMap({ name: "c", namespace, labels: { "not a label": "x" } }, {});
    await assert.rejects(
      world.plugin.update(made, bad, preview),
      /the Kubernetes API server reported that ".*\/c" failed to fully initialize or become live: ConfigMap "c" is invalid/,
    );
  });

  it("shows a patch as its inputs, without a dry run", async () => {
    const metadata = { name: uniqueName("nobody"), labels: { "not a label": "x" } };
    const inputs = { apiVersion: "v1", kind: "Node", metadata };
    const { outputs } = await world.plugin.create(types.nodePatch, "n", inputs, preview);
    assert.deepEqual(outputs, inputs);
  });
}
