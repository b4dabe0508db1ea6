import assert from "node:assert/strict";

import { nameOf, valueAt } from "../../../../local/plugins/kubernetes/objects";
import { uniqueName } from "../support";
import type { World } from "../world";
import { configMap, types } from "./objects";

export function naming(world: World): void {
  it("names an object after its resource with eight hex digits, and says so in an annotation", async () => {
    const namespace = await world.cluster.namespace();
    const made = await world.plugin.create(
      types.configMap,
      "settings",
      configMap({ namespace }, {}),
    );
    assert.match(made.id, new RegExp(`^${namespace}/settings-[0-9a-f]{8}$`));
    const live = await world.cluster.get("configmap", made.id.split("/")[1]!, namespace);
    assert.deepEqual(live.metadata.annotations, { "pulumi.com/autonamed": "true" });
  });

  it("keeps a generated name over updates", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = configMap({ namespace }, { a: "1" });
    const made = await world.plugin.create(types.configMap, "settings", inputs);
    const checked = await world.plugin.check(types.configMap, "settings", inputs, made.inputs);
    assert.equal(nameOf(checked), made.id.split("/")[1]);
    assert.equal((await world.plugin.diff(made, inputs)).changed, false);
  });

  it("adds neither label nor annotation to an object that has a name", async () => {
    const namespace = await world.cluster.namespace();
    const name = uniqueName("named");
    const inputs = configMap({ name, namespace }, {});
    const made = await world.plugin.create(types.configMap, "settings", inputs);
    assert.equal(made.id, `${namespace}/${name}`);
    const live = await world.cluster.get("configmap", name, namespace);
    assert.equal(live.metadata.annotations, undefined);
    assert.equal(live.metadata.labels, undefined);
  });

  it("identifies an object without namespace by its name alone", async () => {
    const name = uniqueName("test");
    const inputs = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    assert.equal((await world.plugin.create(types.namespace, "n", inputs)).id, name);
  });

  it("puts an object without namespace into the provider's, or else into default", async () => {
    const namespace = await world.cluster.namespace();
    const plugin = await world.start({ namespace });
    const name = uniqueName("homeless");
    const inputs = configMap({ name }, {});
    assert.equal((await plugin.create(types.configMap, "c", inputs)).id, `${namespace}/${name}`);
    const other = await world.plugin.create(types.configMap, "c", inputs);
    assert.equal(other.id, `default/${name}`);
    assert.equal((await world.plugin.diff(other, inputs)).changed, false);
  });

  it("marks objects with a label where server-side apply is off", async () => {
    const namespace = await world.cluster.namespace();
    const plugin = await world.start({ enableServerSideApply: "false" });
    const name = uniqueName("labelled");
    const made = await plugin.create(types.configMap, "c", configMap({ name, namespace }, {}));
    const labels = valueAt(made.outputs, "metadata", "labels");
    assert.deepEqual(labels, { "app.kubernetes.io/managed-by": "pulumi" });
  });
}
