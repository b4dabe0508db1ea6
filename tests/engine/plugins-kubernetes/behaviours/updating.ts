import assert from "node:assert/strict";

import { textAt } from "../../../../local/plugins/kubernetes/objects";
import { PartialFailure } from "../plugin-call";
import type { LiveObject } from "../support";
import type { World } from "../world";
import { configMap, types } from "./objects";

export function updating(world: World): void {
  it("applies as a manager of its own, and removes what left the program", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const metadata = { name: "c", namespace };
    const made = await plugin.create(types.configMap, "c", configMap(metadata, { a: "1", b: "2" }));
    const once = await plugin.update(made, configMap(metadata, { a: "2" }));
    const live = await cluster.get("configmap", "c", namespace);
    assert.deepEqual(live.data, { a: "2" });
    assert.deepEqual(managers(live), [`${textAt(made.outputs, "__fieldManager") ?? ""} Apply`]);
    await plugin.update(once, configMap(metadata, { c: "3" }));
    assert.deepEqual((await cluster.get("configmap", "c", namespace)).data, { c: "3" });
  });

  it("leaves fields of other managers alone", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const metadata = { name: "c", namespace };
    const made = await plugin.create(types.configMap, "c", configMap(metadata, { a: "1" }));
    await cluster.applyAs("other", configMap(metadata, { theirs: "x" }));
    await plugin.update(made, configMap(metadata, { a: "2" }));
    assert.deepEqual((await cluster.get("configmap", "c", namespace)).data, {
      a: "2",
      theirs: "x",
    });
  });

  it("fails on a field that another manager owns, and records what is there", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const metadata = { name: "c", namespace };
    const made = await plugin.create(types.configMap, "c", configMap(metadata, { a: "1" }));
    await cluster.applyAs("other", configMap(metadata, { a: "theirs" }));
    const change = plugin.update(made, configMap(metadata, { a: "ours" }));
    await assert.rejects(change, (error) => {
      assert.ok(error instanceof PartialFailure);
      assert.match(
        error.message,
        new RegExp(
          `^the Kubernetes API server reported that "${namespace}/c" failed to fully initialize or become live: Server-Side Apply field conflict detected`,
        ),
      );
      assert.match(
        error.message,
        /Apply failed with 1 conflict: conflict with "other".*: \.data\.a/,
      );
      assert.deepEqual(error.outputs["data"], { a: "theirs" });
      return true;
    });
  });

  it("passes the preview of a conflict", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const metadata = { name: "c", namespace };
    const made = await plugin.create(types.configMap, "c", configMap(metadata, { a: "1" }));
    await cluster.applyAs("other", configMap(metadata, { a: "theirs" }));
    await plugin.update(made, configMap(metadata, { a: "ours" }), { preview: true });
  });

  it("takes a conflicting field over with pulumi.com/patchForce", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const metadata = { name: "c", namespace };
    const made = await plugin.create(types.configMap, "c", configMap(metadata, { a: "1" }));
    await cluster.applyAs("other", configMap(metadata, { a: "theirs" }));
    const annotations = { "pulumi.com/patchForce": "true" };
    await plugin.update(made, configMap({ ...metadata, annotations }, { a: "ours" }));
    assert.deepEqual((await cluster.get("configmap", "c", namespace)).data, { a: "ours" });
  });

  it("applies as the manager of pulumi.com/patchFieldManager", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const annotations = { "pulumi.com/patchFieldManager": "release-train" };
    const metadata = { name: "c", namespace, annotations };
    const made = await plugin.create(types.configMap, "c", configMap(metadata, { a: "1" }));
    await plugin.update(made, configMap(metadata, { a: "2" }));
    const live = await cluster.get("configmap", "c", namespace);
    assert.deepEqual(managers(live), ["release-train Apply"]);
  });

  it("takes over silently what a person changed with kubectl", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const metadata = { name: "c", namespace };
    const made = await plugin.create(types.configMap, "c", configMap(metadata, { a: "1" }));
    const patch = JSON.stringify({ data: { a: "by hand" } });
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
    await plugin.update(made, configMap(metadata, { a: "2" }));
    assert.deepEqual((await cluster.get("configmap", "c", namespace)).data, { a: "2" });
  });

  it("does not send an ignored field that somebody else owns", async () => {
    const { cluster, plugin } = world;
    const namespace = await cluster.namespace();
    const metadata = { name: "c", namespace };
    const made = await plugin.create(types.configMap, "c", configMap(metadata, { a: "1", b: "1" }));
    await cluster.applyAs("other", configMap(metadata, { a: "theirs" }));
    const next = configMap(metadata, { a: "1", b: "2" });
    await plugin.update(made, next, { ignoreChanges: ["data.a"] });
    const live = await cluster.get("configmap", "c", namespace);
    assert.deepEqual(live.data, { a: "theirs", b: "2" });
  });

  it("patches without server-side apply as manager pulumi-kubernetes", async () => {
    const { cluster } = world;
    const settings = { enableServerSideApply: "false", enableConfigMapMutable: "true" };
    const plugin = await world.start(settings);
    const namespace = await cluster.namespace();
    const metadata = { name: "c", namespace };
    const made = await plugin.create(types.configMap, "c", configMap(metadata, { a: "1", b: "2" }));
    await plugin.update(made, configMap(metadata, { a: "2" }));
    const live = await cluster.get("configmap", "c", namespace);
    assert.deepEqual(live.data, { a: "2" });
    assert.deepEqual(managers(live), ["pulumi-kubernetes Update"]);
  });

  it("does not report an ignored change as a difference", async () => {
    const namespace = await world.cluster.namespace();
    const metadata = { name: "c", namespace };
    const made = await world.plugin.create(types.configMap, "c", configMap(metadata, { a: "1" }));
    const next = configMap(metadata, { a: "2" });
    assert.equal((await world.plugin.diff(made, next, ["data.a"])).changed, false);
    assert.equal((await world.plugin.diff(made, next, ["data"])).changed, false);
    assert.deepEqual((await world.plugin.diff(made, next)).paths, ["data.a"]);
  });
}

function managers(live: LiveObject): string[] {
  return live.metadata.managedFields.map(({ manager, operation }) => `${manager} ${operation}`);
}
