import assert from "node:assert/strict";

import type { Properties } from "../../../../local/plugins/rpc/values";
import { uniqueName } from "../support";
import type { World } from "../world";
import { configMap, types } from "./objects";

export function patching(world: World): void {
  it("sets only its own fields, by server-side apply from the start", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const metadata = { name: "c", namespace };
    await cluster.create(configMap(metadata, { theirs: "x" }));
    const made = await plugin.create(types.configMapPatch, "p", configMap(metadata, { ours: "1" }));
    assert.equal(made.id, `${namespace}/c`);
    const live = await cluster.get("configmap", "c", namespace);
    assert.deepEqual(live.data, { ours: "1", theirs: "x" });
    const ours = live.metadata.managedFields.find(({ operation }) => operation === "Apply");
    assert.match(ours?.manager ?? "", /^pulumi-kubernetes-[0-9a-f]{8}$/);
  });

  it("changes in place, whatever the field", async () => {
    const { cluster } = world;
    const plugin = await world.start();
    const namespace = await cluster.namespace();
    const metadata = { name: "c", namespace };
    await cluster.create(configMap(metadata, { theirs: "x" }));
    const made = await plugin.create(types.configMapPatch, "p", configMap(metadata, { a: "1" }));
    const next = configMap(metadata, { b: "2" });
    assert.deepEqual((await plugin.diff(made, next)).replaces, []);
    await plugin.update(made, next);
    const live = await cluster.get("configmap", "c", namespace);
    assert.deepEqual(live.data, { b: "2", theirs: "x" });
  });

  it("gives its fields up when it is deleted, and leaves the object", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const metadata = { name: "c", namespace };
    await cluster.create(configMap(metadata, { theirs: "x" }));
    const made = await plugin.create(types.configMapPatch, "p", configMap(metadata, { ours: "1" }));
    await plugin.delete(made);
    const live = await cluster.get("configmap", "c", namespace);
    assert.deepEqual(live.data, { theirs: "x" });
  });

  it("creates an object that does not exist, and leaves it behind", async () => {
    const { cluster, plugin } = world;
    const name = uniqueName("phantom");
    const inputs: Properties = {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, labels: { "example.com/role": "test" } },
    };
    const made = await plugin.create(types.nodePatch, "p", inputs);
    assert.equal(made.id, name);
    await plugin.delete(made);
    const live = await cluster.get("node", name);
    assert.equal(live.metadata.labels?.["example.com/role"], undefined);
  });

  it("fails on a field that another manager owns, unless it forces", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const metadata = { name: "c", namespace };
    await cluster.applyAs("other", configMap(metadata, { a: "theirs" }));
    await assert.rejects(
      plugin.create(types.configMapPatch, "p", configMap(metadata, { a: "ours" })),
      /conflict with "other".*: \.data\.a/,
    );
    const annotations = { "pulumi.com/patchForce": "true" };
    await plugin.create(
      types.configMapPatch,
      "p",
      configMap({ ...metadata, annotations }, { a: "ours" }),
    );
    assert.deepEqual((await cluster.get("configmap", "c", namespace)).data, { a: "ours" });
  });

  it("needs server-side apply", async () => {
    const plugin = await world.start({ enableServerSideApply: "false" });
    const inputs = configMap({ name: "c", namespace: "default" }, {});
    await assert.rejects(
      plugin.check(types.configMapPatch, "p", inputs),
      /patch resources require Server-Side Apply mode/,
    );
  });
}
