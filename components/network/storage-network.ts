import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { expected, refuse } from "../internal/arguments";
import type { NodeRequirement } from "../internal/node-affinity";
import { typeToken } from "../internal/type-token";
import { AppliedDocuments } from "./applied-documents";
import { networkFindings } from "./check";
import type { NodeDocument } from "./documents/document";
import { nasDocuments, nodeDocuments, type DocumentedNetwork } from "./documents/node-documents";

/** Arguments of {@link StorageNetwork}. */
export interface StorageNetworkArgs extends DocumentedNetwork {
  /** Private key for the nodes whose documents are put in place over SSH; needed as soon as there is one. */
  readonly nodeSshKey?: pulumi.Input<string> | undefined;
}

/**
 * The nodes that reach the NAS, told apart by a label, and what they need for it.
 *
 * Documents are rendered, not applied, except on nodes whose settings say how to reach them. Destroying it takes the
 * label away and leaves the nodes and their files.
 */
export class StorageNetwork extends pulumi.ComponentResource {
  /**
   * What a node needs to attach a volume of the NAS.
   *
   * Plain on purpose: volumes repeat it in fields that cannot change, so a preview must always know it.
   */
  readonly requirement: NodeRequirement;
  /** Documents by node: adapter, initiator, firewall, container runtime. They hold no secret. */
  readonly documents: Readonly<Record<string, readonly NodeDocument[]>>;
  /** Documents of whoever filters in front of the NAS; none without a firewall or without an address of a node. */
  readonly nasDocuments: readonly NodeDocument[];

  constructor(name: string, args: StorageNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("StorageNetwork"), name, {}, opts);

    this.documents = Object.fromEntries(
      Object.keys(args.nodes).map((nodeName) => [nodeName, nodeDocuments(nodeName, args)]),
    );
    this.nasDocuments = nasDocuments(args);

    for (const [nodeName, { apply }] of Object.entries(args.nodes)) {
      // The patch alone would create a node that does not exist; looking it up fails the preview instead.
      const node = k8s.core.v1.Node.get(`${name}-${nodeName}`, nodeName, { parent: this });
      new k8s.core.v1.NodePatch(
        `${name}-${nodeName}`,
        { metadata: { name: node.metadata.name, labels: { [args.label]: "true" } } },
        { parent: this },
      );
      if (apply === undefined || args.nodeSshKey === undefined) continue;
      const documents = this.documents[nodeName] ?? [];
      const applied = { ssh: apply.ssh, documents, privateKey: args.nodeSshKey };
      new AppliedDocuments(`${name}-${nodeName}`, applied, { parent: this });
    }

    this.requirement = { key: args.label, operator: "Exists" };
    this.registerOutputs({
      requirement: this.requirement,
      documents: this.documents,
      nasDocuments: this.nasDocuments,
    });
  }
}

function check(name: string, args: StorageNetworkArgs): void {
  const applied = Object.values(args.nodes).some(({ apply }) => apply !== undefined);
  refuse("StorageNetwork", name, [
    ...networkFindings(args),
    expected(
      !applied || args.nodeSshKey !== undefined,
      "nodeSshKey",
      "the private key for nodes with apply",
      undefined,
    ),
  ]);
}
