import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { passes, Stack } from "../stack";
import { uniqueName } from "../support";
import type { World } from "../world";

export function deploying(world: World): void {
  it("records an object that did not become ready, and the next up waits for it again", async () => {
    const namespace = await world.cluster.namespace();
    const stack = await Stack.create(
      world,
      `
const metadata = { name: "claimless", namespace: "${namespace}" };
new k8s.apps.v1.StatefulSet("set", { metadata, spec: {
  serviceName: "s", selector: { matchLabels: { app: "s" } },
  template: { metadata: { labels: { app: "s" } }, spec: { nodeSelector: { "example.com/ready": "${namespace}" }, containers: [{ name: "c", image: "example/app:1" }] } },
} }, { ...provider, customTimeouts: { create: "2s", update: change || "2s" } });
`,
    );
    const first = await stack.up();
    assert.equal(first.failed, true);
    assert.match(first.text, /'claimless' timed out waiting to be Ready/);
    const label = `example.com/ready=${namespace}`;
    await world.cluster.kubectl(["label", "node", "worker-1", label, "--overwrite"]);
    passes(await stack.up({ CHANGE: "60s" }));
    assert.deepEqual(await stack.steps({ CHANGE: "60s" }), []);
  });

  it("fails the preview for an invalid object and for a node that does not exist", async () => {
    const node = uniqueName("nobody");
    const stack = await Stack.create(
      world,
      `
if (change === "node") {
  const node = k8s.core.v1.Node.get("node", "${node}", provider);
  new k8s.core.v1.NodePatch("label", { metadata: { name: node.metadata.name, labels: { a: "b" } } }, provider);
} else {
  new k8s.core.v1.ConfigMap("bad", { metadata: { name: "bad", labels: { "not a label": "x" } } }, provider);
}
`,
    );
    const invalid = await stack.preview();
    assert.equal(invalid.failed, true);
    assert.match(
      invalid.text,
      /error: Preview failed: resource "urn:.*::bad" was not successfully created by the Kubernetes API server: ConfigMap "bad" is invalid: metadata\.labels: Invalid value: /,
    );
    const missing = await stack.preview({ CHANGE: "node" });
    assert.equal(missing.failed, true);
    assert.match(missing.text, new RegExp(`resource '${node}' does not exist`));
    assert.equal(await world.cluster.has("node", node), false);
  });

  it("recovers objects that were made but not recorded with PULUMI_K8S_UPSERT_EXISTING_OBJECTS", async () => {
    const namespace = await world.cluster.namespace();
    const object = { metadata: { name: "orphan", namespace }, data: { a: "1" } };
    await world.cluster.create({ apiVersion: "v1", kind: "ConfigMap", ...object });
    const program = `new k8s.core.v1.ConfigMap("c", ${JSON.stringify(object)}, provider);`;
    const stack = await Stack.create(world, program);
    const refused = await stack.up();
    assert.equal(refused.failed, true);
    assert.match(refused.text, /"orphan" already exists/);
    const upsert = { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" };
    assert.deepEqual(await stack.steps(upsert), ["update cluster", "create c"]);
    passes(await stack.up(upsert));
    passes(await stack.up());
    assert.deepEqual(await stack.steps(), []);
  });

  it("previews against an unreachable cluster, and changes nothing in up and destroy", async () => {
    const namespace = await world.cluster.namespace();
    const stack = await Stack.create(
      world,
      `
const metadata = { name: "c", namespace: "${namespace}" };
new k8s.core.v1.ConfigMap("c", { metadata, data: { a: change || "1" } }, provider);
`,
    );
    passes(await stack.up());
    const before = await stack.state();
    const kubeconfig = join(stack.folder, "kubeconfig");
    await rm(kubeconfig);
    await writeFile(kubeconfig, nobody);
    assert.deepEqual(await stack.steps({ CHANGE: "2" }), ["update c"]);
    const up = await stack.up({ CHANGE: "2" });
    assert.equal(up.failed, true);
    assert.match(
      up.text,
      /configured Kubernetes cluster is unreachable: unable to load schema information from the API server/,
    );
    const destroy = await stack.destroy();
    assert.equal(destroy.failed, true);
    assert.match(destroy.text, /PULUMI_K8S_DELETE_UNREACHABLE/);
    assert.equal(resourcesOf(await stack.state()), resourcesOf(before));
  });
}

// Port 1 belongs to tcpmux, which no machine runs.
const nobody = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  "current-context": "c",
  contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
  clusters: [{ name: "c", cluster: { server: "http://127.0.0.1:1" } }],
  users: [{ name: "u", user: { token: "t" } }],
});

function resourcesOf(state: string): number {
  const { checkpoint } = JSON.parse(state) as {
    checkpoint: { latest: { resources?: readonly unknown[] } };
  };
  return checkpoint.latest.resources?.length ?? 0;
}
