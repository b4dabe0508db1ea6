import assert from "node:assert/strict";

import { eventually } from "../../../local/plugins/support/eventually";
import { uniqueName, type LiveObject } from "../support";
import type { World } from "../world";
import { configMap, podTemplate, types } from "./objects";
import type { Properties } from "../../../../local/plugins/rpc/values";

export function deleting(world: World): void {
  it("waits until the object is gone, a namespace with all that is in it", async () => {
    const name = uniqueName("gone");
    const inputs = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    const made = await world.plugin.create(types.namespace, "n", inputs);
    await world.plugin.create(types.configMap, "c", configMap({ name: "c", namespace: name }, {}));
    await world.plugin.delete(made);
    assert.equal(await world.cluster.has("namespace", name), false);
  });

  it("does not wait for a namespace with pulumi.com/skipAwait", async () => {
    const name = uniqueName("going");
    const annotations = { "pulumi.com/skipAwait": "true" };
    const inputs = { apiVersion: "v1", kind: "Namespace", metadata: { name, annotations } };
    const made = await world.plugin.create(types.namespace, "n", inputs);
    await world.plugin.delete(made);
    assert.equal(await world.cluster.has("namespace", name), true);
  });

  it("takes dependents along before the object itself goes", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const made = await plugin.create(types.deployment, "d", deployment(namespace));
    await plugin.delete(made);
    const left = await cluster.kubectl(["get", "replicaset,pod", "-n", namespace, "-o", "name"]);
    assert.equal(left, "");
  });

  it("leaves dependents with pulumi.com/deletionPropagationPolicy: orphan", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const annotations = { "pulumi.com/deletionPropagationPolicy": "orphan" };
    const made = await plugin.create(types.deployment, "d", deployment(namespace, annotations));
    await plugin.delete(made);
    const left = await cluster.kubectl(["get", "replicaset", "-n", namespace, "-o", "name"]);
    assert.notEqual(left, "");
  });

  it("succeeds for an object that is gone already", async () => {
    const namespace = await world.cluster.namespace();
    const made = await world.plugin.create(types.configMap, "c", configMap({ namespace }, {}));
    await world.cluster.kubectl(["delete", "configmap", "-n", namespace, made.id.split("/")[1]!]);
    await world.plugin.delete(made);
  });

  it("respects finalizers, and fails when its time is over", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const finalizers = ["example.com/keep"];
    const metadata = { name: "held", namespace, finalizers } as object;
    const made = await plugin.create(types.configMap, "c", configMap(metadata, {}));
    await assert.rejects(plugin.delete(made, 1));
    const live = await cluster.get<LiveObject & { metadata: { deletionTimestamp?: string } }>(
      "configmap",
      "held",
      namespace,
    );
    assert.deepEqual(live.metadata.finalizers, finalizers);
    assert.notEqual(live.metadata.deletionTimestamp, undefined);

    const again = plugin.delete(made);
    const patch = JSON.stringify({ metadata: { finalizers: [] } });
    await cluster.kubectl([
      "patch",
      "configmap",
      "held",
      "-n",
      namespace,
      "--type=merge",
      "-p",
      patch,
    ]);
    await again;
    await eventually("it is gone", async () => {
      assert.equal(await cluster.has("configmap", "held", namespace), false);
    });
  });
}

function deployment(namespace: string, annotations: Properties = {}): Properties {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d", namespace, annotations },
    spec: { replicas: 1, selector: { matchLabels: { app: "d" } }, template: podTemplate("d") },
  };
}
