import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { StorageNetwork } from "../../../components/network/storage-network";
import { dependenciesOf } from "../../support/dependencies";
import { deploy } from "../../support/deploy";

const args = { label: "network.du5t1n.me/storage", nodes: ["worker-1", "worker-2"] };

describe("StorageNetwork", () => {
  it("labels exactly the nodes that have a storage adapter (A-33)", async () => {
    const { all } = await network();
    assert.deepEqual(
      all("NodePatch").map(({ inputs }) => inputs.metadata),
      args.nodes.map((name) => ({ name, labels: { "network.du5t1n.me/storage": "true" } })),
    );
  });

  it("looks every node up first, so that an unknown one fails the preview", async () => {
    const { all } = await network();
    const nodes = all("Node");
    assert.deepEqual(
      nodes.map(({ read, opts }) => [read, opts.id]),
      [
        [true, "worker-1"],
        [true, "worker-2"],
      ],
    );
  });

  it("labels what the lookup found, so that no patch makes a node", async () => {
    const { all } = await network();
    for (const { args } of all("NodePatch"))
      assert.deepEqual(await dependenciesOf(pulumi.output(args)), ["Node"]);
  });

  it("asks for the label, whatever its value (A-21)", async () => {
    let requirement: unknown;
    await deploy(() => {
      requirement = new StorageNetwork("network", args).requirement;
    });
    assert.deepEqual(requirement, { key: "network.du5t1n.me/storage", operator: "Exists" });
  });

  it("rejects a bad label, a bad node name and no nodes, all at once", async () => {
    await assert.rejects(
      deploy(
        () =>
          new StorageNetwork("network", { label: "kubernetes.io/storage", nodes: ["Worker_1"] }),
      ),
      {
        message: [
          'invalid arguments for StorageNetwork "network"',
          'label: expected a label key such as network.du5t1n.me/storage, got "kubernetes.io/storage"; this prefix belongs to Kubernetes',
          'nodes.Worker_1: expected a name of lower-case letters, digits, - and . (RFC 1123), got "Worker_1"; did you mean "worker-1"?',
        ].join("\n"),
      },
    );
    await assert.rejects(
      deploy(() => new StorageNetwork("network", { ...args, nodes: [] })),
      {
        message: /nodes: expected at least one node with a storage adapter, got a list$/,
      },
    );
  });
});

async function network() {
  const deployment = await deploy(() => {
    new StorageNetwork("network", args);
  });
  return { all: deployment.all.bind(deployment) };
}
