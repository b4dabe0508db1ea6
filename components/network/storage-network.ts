import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { expected, readable, refuse } from "../internal/arguments";
import { parseLabelKey, parseSubdomain } from "../internal/kubernetes-name";
import type { NodeRequirement } from "../internal/node-affinity";
import { typeToken } from "../internal/type-token";

/** Arguments of {@link StorageNetwork}. */
export interface StorageNetworkArgs {
  /** Key of the label that marks a node with a storage adapter, e.g. `network.du5t1n.me/storage`. */
  readonly label: string;
  /** Names of the nodes that have one. A node the cluster does not know fails the preview. */
  readonly nodes: readonly string[];
}

/**
 * The nodes that reach the NAS, told apart by a label.
 *
 * Destroying it takes the label away and leaves the nodes. It configures no adapter.
 */
export class StorageNetwork extends pulumi.ComponentResource {
  /**
   * What a node needs to attach a volume of the NAS.
   *
   * Plain on purpose: volumes repeat it in fields that cannot change, so a preview must always know it.
   */
  readonly requirement: NodeRequirement;

  constructor(name: string, args: StorageNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("StorageNetwork"), name, {}, opts);

    for (const nodeName of args.nodes) {
      // The patch alone would create a node that does not exist; looking it up fails the preview instead.
      const node = k8s.core.v1.Node.get(`${name}-${nodeName}`, nodeName, { parent: this });
      new k8s.core.v1.NodePatch(
        `${name}-${nodeName}`,
        { metadata: { name: node.metadata.name, labels: { [args.label]: "true" } } },
        { parent: this },
      );
    }

    this.requirement = { key: args.label, operator: "Exists" };
    this.registerOutputs({ requirement: this.requirement });
  }
}

function check(name: string, { label, nodes }: StorageNetworkArgs): void {
  refuse("StorageNetwork", name, [
    readable("label", parseLabelKey, label),
    expected(nodes.length > 0, "nodes", "at least one node with a storage adapter", nodes),
    ...nodes.map((node) => readable(`nodes.${node}`, parseSubdomain, node)),
  ]);
}
