import { stringify } from "yaml";

import type { StorageNode } from "../storage-node";
import type { NodeDocument } from "./document";

/**
 * The adapter as a NodeNetworkConfigurationPolicy of kubernetes-nmstate, bound to its one node.
 *
 * Deleting the policy does not undo it.
 *
 * @see https://nmstate.io/kubernetes-nmstate/
 */
export function nodeNetworkConfigurationPolicy(
  nodeName: string,
  { interface: adapter, address, mtu }: StorageNode & { readonly address: string },
): NodeDocument {
  const [ip, prefixLength] = address.split("/");
  const policy = {
    apiVersion: "nmstate.io/v1",
    kind: "NodeNetworkConfigurationPolicy",
    metadata: { name: `storage-${nodeName}` },
    spec: {
      nodeSelector: { "kubernetes.io/hostname": nodeName },
      desiredState: {
        interfaces: [
          {
            name: adapter,
            type: "ethernet",
            state: "up",
            ...(mtu === undefined ? {} : { mtu }),
            ipv4: { enabled: false },
            // No routes are named and none are learned.
            ipv6: {
              enabled: true,
              dhcp: false,
              autoconf: false,
              address: [{ ip, "prefix-length": Number(prefixLength) }],
            },
          },
        ],
      },
    },
  };
  return { path: "storage.nncp.yaml", mode: "0644", content: stringify(policy, { lineWidth: 0 }) };
}
