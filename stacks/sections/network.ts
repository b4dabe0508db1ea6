import { parseInterfaceAddress } from "../../components/internal/address";
import { parseLabelKey, parseSubdomain } from "../../components/internal/kubernetes-name";
import { group, keyed, text, wholeNumber } from "../fields";
import { parseInterface } from "../words";

const adapter = group({
  interface: text(parseInterface)
    .exactOptional()
    .meta({
      description: "Adapter on the storage network. Needed as soon as its address is set.",
      examples: ["enp2s0"],
    }),
  address: text(parseInterfaceAddress)
    .exactOptional()
    .meta({
      description:
        "Static IPv6 address of the adapter with its prefix length. The NAS portal must lie in this prefix: the storage network has no router.",
      examples: ["fd5c:1a8:7e2b:30::21/64"],
    }),
  mtu: wholeNumber(1280, 9216)
    .exactOptional()
    .meta({
      description:
        "Largest packet in bytes; every switch port in the path must carry it, otherwise login works and bulk transfer hangs.",
      examples: [9000],
    }),
}).meta({ description: "The node's adapter on the storage network." });

/** Which nodes have an adapter on the storage network. */
export const network = group({
  label: text(parseLabelKey)
    .default("network.du5t1n.me/storage")
    .meta({
      description:
        "Label of the nodes with a storage adapter. Volumes and what uses them are placed by it.",
      examples: ["network.du5t1n.me/storage"],
    }),
  nodes: keyed(parseSubdomain, adapter).meta({
    description:
      "Nodes with a storage adapter, by name. Exactly these are labelled; a node that does not exist fails the preview.",
    examples: [{ "worker-1": {} }],
  }),
}).meta({ description: "Which nodes have an adapter on the storage network." });
