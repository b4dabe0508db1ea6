import { parseInterface, parseMacAddress } from "../../components/internal/adapter";
import { parseInterfaceAddress } from "../../components/internal/address";
import { parseIqn } from "../../components/internal/iqn";
import { parseLabelKey, parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseMinorVersion } from "../../components/internal/kubernetes-version";
import { group, keyed, oneOf, text, wholeNumber } from "../fields";
import { apply, iscsi, renderers } from "./network-documents";

const adapter = group({
  interface: text(parseInterface)
    .exactOptional()
    .meta({
      description:
        "Adapter on the storage network. This or macAddress is needed as soon as its address is set.",
      examples: ["enp2s0"],
    }),
  macAddress: text(parseMacAddress)
    .exactOptional()
    .meta({
      description:
        "MAC address of the adapter, where its name may change. With an interface as well, systemd-networkd gives the adapter that name.",
      examples: ["3c:ec:ef:12:34:56"],
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
        "Largest packet in bytes, the same on every node; every switch port in the path must carry it, otherwise login works and bulk transfer hangs.",
      examples: [9000],
    }),
  initiatorName: text(parseIqn)
    .exactOptional()
    .meta({
      description:
        "iSCSI qualified name of the node's initiator; when absent, the one the node has stays. Cloned machines share one and push each other's sessions out.",
      examples: ["iqn.1994-05.com.redhat:k8s-amd64-0"],
    }),
  documents: oneOf(renderers)
    .exactOptional()
    .meta({
      description: "Renderer of this node, instead of network.documents.",
      examples: ["systemd-networkd"],
    }),
  apply,
}).meta({ description: "The node's adapter on the storage network." });

/** The storage network: its nodes and what they need for it. */
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
  documents: oneOf(renderers)
    .default("none")
    .meta({
      description:
        "What configures the adapters of the nodes. Documents for it are written by npm run nodes; none renders none.",
      examples: ["NetworkManager"],
    }),
  firewall: oneOf(["nftables", "firewalld", "opnsense", "none"])
    .default("none")
    .meta({
      description:
        "What filters the storage network: from the nodes to the NAS's iSCSI port, to its NFS port if that is there too, and nothing else. nftables and firewalld run on the nodes and in front of the NAS, opnsense only there.",
      examples: ["nftables"],
    }),
  iscsi,
  crioVersion: text(parseMinorVersion)
    .exactOptional()
    .meta({
      description:
        "Minor version of CRI-O on the nodes, for its drop-in; when absent, the nodes run another container runtime. CRI-O does not start with a name it does not know.",
      examples: ["1.35"],
    }),
}).meta({ description: "The nodes on the storage network and what they need for it." });
