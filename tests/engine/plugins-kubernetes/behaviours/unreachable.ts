import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import type { KubernetesPlugin, Resource } from "../plugin";
import type { World } from "../world";
import { configMap, types } from "./objects";

const inputs = configMap({ name: "c", namespace: "default" }, { a: "1" });
const resource: Resource = {
  type: types.configMap,
  name: "c",
  id: "default/c",
  inputs,
  outputs: { ...inputs, __fieldManager: "pulumi-kubernetes-00000000", __initialApiVersion: "v1" },
};

export function unreachable(world: World): void {
  let kubeconfig: string;
  before(async () => {
    kubeconfig = await kubeconfigOfNobody(world);
  });
  const start = (
    settings: Record<string, string> = {},
    environment: NodeJS.ProcessEnv = {},
  ): Promise<KubernetesPlugin> => world.start({ kubeconfig, ...settings }, environment);

  it("previews creates, diffs and updates all the same", async () => {
    const plugin = await start();
    const made = await plugin.create(types.configMap, "c", inputs, { preview: true });
    assert.deepEqual(made.outputs["data"], { a: "1" });
    const next = configMap({ name: "c", namespace: "default" }, { a: "2" });
    assert.equal((await plugin.diff(resource, next)).changed, true);
    const changed = await plugin.update(resource, next, { preview: true });
    assert.deepEqual(changed.outputs["data"], { a: "2" });
  });

  it("fails create and update", async () => {
    const plugin = await start();
    const message =
      /^configured Kubernetes cluster is unreachable: unable to load schema information from the API server: .*connection refused/;
    await assert.rejects(plugin.create(types.configMap, "c", inputs), { message });
    await assert.rejects(plugin.update(resource, inputs), { message });
  });

  it("fails read and delete, naming PULUMI_K8S_DELETE_UNREACHABLE", async () => {
    const plugin = await start();
    await assert.rejects(plugin.read(resource), {
      message:
        'failed to read resource state due to unreachable cluster. If the cluster was deleted, you can remove this resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"',
    });
    await assert.rejects(plugin.delete(resource), {
      message:
        'configured Kubernetes cluster is unreachable. If the cluster was deleted, you can remove this resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"',
    });
  });

  it("drops objects from state with PULUMI_K8S_DELETE_UNREACHABLE", async () => {
    const plugin = await start({}, { PULUMI_K8S_DELETE_UNREACHABLE: "true" });
    assert.equal(await plugin.read(resource), undefined);
    await plugin.delete(resource);
  });

  it("leaves objects as they are with skipUpdateUnreachable", async () => {
    const plugin = await start({ skipUpdateUnreachable: "true" });
    const next = configMap({ name: "c", namespace: "default" }, { a: "2" });
    assert.equal((await plugin.diff(resource, next)).changed, false);
    const { outputs } = (await plugin.read(resource)) ?? {};
    assert.deepEqual(outputs, resource.outputs);
  });

  it("previews silently with a kubeconfig that does not exist, and says so in up", async () => {
    const plugin = await world.start({ kubeconfig: "no/such/kubeconfig" });
    await plugin.create(types.configMap, "c", inputs, { preview: true });
    await assert.rejects(plugin.create(types.configMap, "c", inputs), (error: Error) => {
      assert.match(
        error.message,
        /^configured Kubernetes cluster is unreachable: failed to parse kubeconfig/,
      );
      return true;
    });
  });
}

/** A kubeconfig whose server is a port that was free a moment ago. */
async function kubeconfigOfNobody({ cluster }: World): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const path = join(await cluster.folder("nobody"), "kubeconfig");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: "u", user: { token: "t" } }],
  };
  await writeFile(path, JSON.stringify(config));
  return path;
}
