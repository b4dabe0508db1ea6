import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import {
  StorageNetwork,
  type StorageNetworkArgs,
} from "../../../components/network/storage-network";
import { dependenciesOf } from "../../support/dependencies";
import { construct, deploy } from "../../support/deploy";
import { bare, described, hostKey } from "./network-args";

describe("StorageNetwork", () => {
  it("labels exactly the nodes that have a storage adapter (A-33)", async () => {
    const { all } = await network();
    assert.deepEqual(
      all("NodePatch").map(({ inputs }) => inputs.metadata),
      ["worker-1", "worker-2"].map((name) => ({
        name,
        labels: { "network.du5t1n.me/storage": "true" },
      })),
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
    const { requirement } = await outputs(bare);
    assert.deepEqual(requirement, { key: "network.du5t1n.me/storage", operator: "Exists" });
  });

  it("states the documents of every node, and none where none are asked for (A-33)", async () => {
    const { documents } = await outputs({
      ...described,
      nodes: { ...described.nodes, "worker-2": { documents: "none" } },
    });
    assert.deepEqual(
      Object.entries(documents).map(([node, files]) => [node, files.map(({ path }) => path)]),
      [
        [
          "worker-1",
          [
            "/etc/NetworkManager/system-connections/storage.nmconnection",
            "/etc/sysctl.d/90-storage.conf",
            "/etc/iscsi/initiatorname.iscsi",
            "/etc/iscsi/iscsid.conf",
          ],
        ],
        ["worker-2", []],
      ],
    );
  });

  it("makes nothing but labels out of documents that nobody wants applied", async () => {
    const deployment = await construct(() => new StorageNetwork("network", described));
    assert.deepEqual(deployment.all("Command"), []);
  });

  it("puts a node's documents in place where its settings say how to reach it", async () => {
    const ssh = { host: "worker-1.example", user: "core", port: 22, hostKey };
    const node = described.nodes["worker-1"];
    const deployment = await construct(
      () =>
        new StorageNetwork("network", {
          ...described,
          nodes: { "worker-1": { ...node, apply: { ssh } }, "worker-2": { documents: "none" } },
          nodeSshKey: "private-key",
        }),
    );
    const { parent, inputs } = deployment.only("Command");
    assert.equal(parent, "network-worker-1");
    assert.match(inputs.stdin, /^address1=fd00:1::21\/64$/m);
  });

  it("rejects a bad label, a bad node name and no nodes, all at once", async () => {
    await refuses({ ...bare, label: "kubernetes.io/storage", nodes: { Worker_1: {} } }, [
      'label: expected a label key such as network.du5t1n.me/storage, got "kubernetes.io/storage"; this prefix belongs to Kubernetes',
      'nodes.Worker_1: expected a name of lower-case letters, digits, - and . (RFC 1123), got "Worker_1"; did you mean "worker-1"?',
    ]);
    await refuses({ ...bare, nodes: {} }, [
      "nodes: expected at least one node with a storage adapter, got nothing",
    ]);
  });

  it("rejects documents for an adapter that is not described", async () => {
    await refuses({ ...described, nodes: { "worker-1": {} } }, [
      "nodes.worker-1.address: expected the address of a node with documents, got nothing",
      "nodes.worker-1.interface: expected the adapter of a node with documents, got nothing",
    ]);
  });

  it("rejects what would end up in a file as another line or element", async () => {
    const bad = {
      interface: "enp2s0\nx",
      macAddress: "x",
      address: "fd00:1::21/64\nx",
      initiatorName: "iqn.x\n",
    };
    await refuses({ ...described, crioVersion: "1.35.0", nodes: { "worker-1": bad } }, [
      'crioVersion: expected a version such as "1.36", got "1.35.0"; did you mean "1.35"?',
      'nodes.worker-1.address: expected an IPv6 address with its prefix length such as fd5c:1a8:7e2b:30::21/64, got "fd00:1::21/64\\nx"; the prefix length is a number from 1 to 128',
      'nodes.worker-1.initiatorName: expected iqn.<yyyy-mm>.<reversed-domain>[:<name>], got "iqn.x\\n"',
      'nodes.worker-1.interface: expected an adapter name such as enp2s0, at most 15 characters, got "enp2s0\\nx"',
      'nodes.worker-1.macAddress: expected a MAC address such as 3c:ec:ef:12:34:56, got "x"',
    ]);
  });

  it("rejects a portal and a server that are no addresses", async () => {
    await refuses({ ...bare, nas: { portal: "nas", nfs: { server: "nas" } } }, [
      'nas.nfs.server: expected an IP address, got "nas"',
      'nas.portal: expected [ipv6]:port or ipv4:port, got "nas"; an initiator logs in only at an address that the NAS returns from discovery, so a name, proxy or virtual address fails',
    ]);
  });

  it("rejects a portal that no node could reach (A-24)", async () => {
    await refuses({ ...described, nas: { portal: "192.0.2.10:3260" } }, [
      'nas.portal: expected an IPv6 portal for nodes with an IPv6 address, got "192.0.2.10:3260"',
    ]);
  });

  it("rejects applying what no file of a running node is, and applying without a key", async () => {
    const ssh = { host: "worker-1.example", user: "core", port: 22, hostKey };
    const node = described.nodes["worker-1"];
    await refuses(
      { ...described, documents: "butane", nodes: { "worker-1": { ...node, apply: { ssh } } } },
      [
        "nodeSshKey: expected the private key for nodes with apply, got nothing",
        'nodes.worker-1.apply: expected documents that are files of the node (NetworkManager, systemd-networkd), got "butane"',
      ],
    );
  });
});

async function network() {
  const deployment = await construct(() => new StorageNetwork("network", bare));
  return { all: deployment.all.bind(deployment) };
}

async function outputs(args: StorageNetworkArgs): Promise<StorageNetwork> {
  const made: StorageNetwork[] = [];
  await deploy(() => {
    made.push(new StorageNetwork("network", args));
  });
  assert.ok(made[0]);
  return made[0];
}

async function refuses(args: StorageNetworkArgs, findings: string[]): Promise<void> {
  await assert.rejects(
    construct(() => new StorageNetwork("network", args)),
    { message: ['invalid arguments for StorageNetwork "network"', ...findings].join("\n") },
  );
}
