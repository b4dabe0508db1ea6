import assert from "node:assert/strict";

import { valueAt } from "../../../../local/plugins/kubernetes/objects";
import type { Resource } from "../plugin";
import type { World } from "../world";
import { configMap, iscsiVolume, types } from "./objects";
import { uniqueName } from "../support";

export function reading(world: World): void {
  it("finds no drift in an object that nobody touched", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = configMap({ name: "c", namespace }, { a: "1" });
    const made = await world.plugin.create(types.configMap, "c", inputs);
    const live = await world.plugin.read(made);
    assert.deepEqual(live?.inputs, made.inputs);
    assert.equal((await world.plugin.diff(live, inputs)).changed, false);
  });

  it("finds no drift in a value that the server spells in its own way", async () => {
    const name = uniqueName("pv");
    const volume = iscsiVolume(name);
    const inputs = {
      ...volume,
      spec: { ...(volume["spec"] as object), capacity: { storage: "1024Mi" }, mountOptions: [] },
    };
    const made = await world.plugin.create(types.persistentVolume, "v", inputs);
    const live = await world.plugin.read(made);
    assert.ok(live !== undefined);
    assert.equal((await world.plugin.diff(live, inputs)).changed, false);
  });

  it("finds a value that somebody changed or removed, so that the next update puts it back", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const inputs = configMap({ name: "c", namespace }, { a: "1", b: "2" });
    const made = await plugin.create(types.configMap, "c", inputs);
    const patch = JSON.stringify({ data: { a: "changed", b: null, theirs: "x" } });
    await cluster.kubectl([
      "patch",
      "configmap",
      "c",
      "-n",
      namespace,
      "--type=merge",
      "-p",
      patch,
    ]);
    const live = await plugin.read(made);
    assert.ok(live !== undefined);
    assert.deepEqual(live.inputs["data"], { a: "changed" });
    assert.deepEqual((await plugin.diff(live, inputs)).paths, ["data.a", "data.b"]);
    await plugin.update(live, inputs);
    const { data } = await cluster.get("configmap", "c", namespace);
    assert.equal(data?.["a"], "1");
    assert.equal(data["b"], "2");
  });

  it("drops an object that is gone", async () => {
    const namespace = await world.cluster.namespace();
    const made = await world.plugin.create(types.configMap, "c", configMap({ namespace }, {}));
    await world.cluster.kubectl(["delete", "configmap", "-n", namespace, made.id.split("/")[1]!]);
    assert.equal(await world.plugin.read(made), undefined);
  });

  it("gets an object by its id alone, without what the server set by itself", async () => {
    const namespace = await world.cluster.namespace();
    await world.cluster.create(configMap({ name: "c", namespace, labels: { a: "b" } }, { a: "1" }));
    const live = await world.plugin.read(got(types.configMap, `${namespace}/c`));
    assert.deepEqual(live?.inputs["metadata"], { name: "c", namespace, labels: { a: "b" } });
    assert.deepEqual(live.inputs["data"], { a: "1" });
    assert.equal(typeof valueAt(live.outputs, "metadata", "uid"), "string");
  });

  it("gets a node, and nothing for a node that does not exist", async () => {
    const node = await world.plugin.read(got(types.node, "worker-1"));
    assert.equal(valueAt(node?.outputs, "metadata", "name"), "worker-1");
    assert.equal(await world.plugin.read(got(types.node, uniqueName("missing"))), undefined);
  });

  it("reads a custom resource whose definition is gone as gone", async () => {
    const type = "kubernetes:none.example.com/v1:Nothing";
    assert.equal(await world.plugin.read(got(type, "default/x")), undefined);
  });
}

function got(type: string, id: string): Resource {
  return { type, name: "it", id, inputs: {}, outputs: {} };
}
