import assert from "node:assert/strict";

import { textAt, valueAt } from "../../../../local/plugins/kubernetes/objects";
import { eventually } from "../../../local/plugins/support/eventually";
import { uniqueName } from "../support";
import type { World } from "../world";
import { configMap, types } from "./objects";

export function creating(world: World): void {
  it("creates as manager pulumi-kubernetes by a plain POST", async () => {
    const namespace = await world.cluster.namespace();
    const inputs = configMap({ name: "c", namespace }, { a: "1" });
    const made = await world.plugin.create(types.configMap, "c", inputs);
    const live = await world.cluster.get("configmap", "c", namespace);
    assert.deepEqual(live.data, { a: "1" });
    assert.deepEqual(
      live.metadata.managedFields.map(({ manager, operation }) => [manager, operation]),
      [["pulumi-kubernetes", "Update"]],
    );
    assert.equal(valueAt(made.outputs, "metadata", "uid"), live.metadata.uid);
    assert.match(textAt(made.outputs, "__fieldManager") ?? "", /^pulumi-kubernetes-[0-9a-f]{8}$/);
    assert.equal(made.outputs["__initialApiVersion"], "v1");
  });

  it("refuses an object that exists, and leaves it alone", async () => {
    const namespace = await world.cluster.namespace();
    await world.cluster.create(configMap({ name: "taken", namespace }, { a: "theirs" }));
    const inputs = configMap({ name: "taken", namespace }, { a: "ours" });
    await assert.rejects(
      world.plugin.create(types.configMap, "taken", inputs),
      /was not successfully created by the Kubernetes API server: .*"taken" already exists/,
    );
    assert.deepEqual((await world.cluster.get("configmap", "taken", namespace)).data, {
      a: "theirs",
    });
  });

  it("adopts an object that exists where the provider upserts", async () => {
    const namespace = await world.cluster.namespace();
    await world.cluster.create(configMap({ name: "mine", namespace }, { kept: "x" }));
    const plugin = await world.start({}, { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" });
    await plugin.create(
      types.configMap,
      "mine",
      configMap({ name: "mine", namespace }, { a: "1" }),
    );
    const { data } = await world.cluster.get("configmap", "mine", namespace);
    assert.deepEqual(data, { a: "1", kept: "x" });
  });

  it("tries again while the namespace is missing", async () => {
    const namespace = uniqueName("late");
    const before = world.plugin.lines.length;
    const inputs = configMap({ name: "c", namespace }, {});
    const made = world.plugin.create(types.configMap, "c", inputs);
    const said = (): string =>
      world.plugin.lines
        .slice(before)
        .map(({ message }) => message)
        .join("\n");
    await eventually("the first try failed", () => {
      assert.match(said(), /Retry #0; creation failed: namespaces ".*" not found/);
    });
    await world.cluster.kubectl(["create", "namespace", namespace]);
    assert.equal((await made).id, `${namespace}/c`);
  });

  it("finds custom resources whose definition was made after the plugin started", async () => {
    const plural = "widgets";
    await world.cluster.kubectl(["apply", "-f", "-"], {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `${plural}.example.com` },
      spec: {
        group: "example.com",
        scope: "Namespaced",
        names: { plural, singular: "widget", kind: "Widget" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            },
          },
        ],
      },
    });
    const namespace = await world.cluster.namespace();
    const metadata = { name: "w", namespace };
    const inputs = { apiVersion: "example.com/v1", kind: "Widget", metadata, spec: { size: 1 } };
    const made = await world.plugin.create(types.widget, "w", inputs);
    assert.equal(made.id, `${namespace}/w`);
    await world.plugin.update(made, { ...inputs, spec: { size: 2 } });
    const live = await world.cluster.get("widgets.example.com", "w", namespace);
    assert.deepEqual(live.spec, { size: 2 });
  });

  it("refuses a list of objects and a patch without name", async () => {
    const list = { apiVersion: "v1", kind: "ConfigMapList", items: [] };
    await assert.rejects(
      world.plugin.check("kubernetes:core/v1:ConfigMapList", "l", list),
      /list resources exist for compatibility/,
    );
    const patch = { apiVersion: "v1", kind: "ConfigMap", metadata: { labels: { a: "b" } } };
    await assert.rejects(
      world.plugin.check(types.configMapPatch, "p", patch),
      /patch resources require the `\.metadata\.name` field to be set/,
    );
  });
}
