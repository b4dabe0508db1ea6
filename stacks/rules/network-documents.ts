import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

type Network = Sections["network"];
type Node = Network["nodes"][string];

/** What must be known before a node's documents can be rendered, and what its renderer cannot do. */
export const documentRules = [
  rule<Sections>(["network.nodes.*", "network.documents"], describedAdapters),
  rule<Sections>(["network.nodes.*", "network.documents", "network.firewall"], namedInterfaces),
  rule<Sections>(["network.nodes.*", "network.documents"], appliedFiles),
  rule<Sections>(["network.nodes.*", "network.documents"], talosInitiators),
  rule<Sections>(
    ["network.nodes.*.documents", "network.documents", "network.firewall", "network.crioVersion"],
    talosHosts,
  ),
  rule<Sections>(
    ["network.nodes.*.documents", "network.documents", "network.firewall"],
    somewhereToGo,
  ),
];

function* describedAdapters({ network }: Sections): Generator<Violation> {
  for (const [name, node, renderer] of documented(network))
    if (node.address === undefined)
      yield {
        path: ["network", "nodes", name, "address"],
        problem: {
          expected: `the address of the adapter, which its documents for ${renderer} need`,
        },
      };
}

function* namedInterfaces({ network }: Sections): Generator<Violation> {
  const byName = ["nmstate", "talos"];
  for (const [name, node, renderer] of documented(network)) {
    if (node.interface !== undefined || node.macAddress === undefined) continue;
    const filtered = ["nftables", "firewalld"].includes(network.firewall);
    if (byName.includes(renderer) || filtered)
      yield {
        path: ["network", "nodes", name, "interface"],
        problem: {
          expected: `the name of the adapter, by which ${byName.includes(renderer) ? renderer : network.firewall} knows it`,
        },
      };
  }
}

function* appliedFiles({ network }: Sections): Generator<Violation> {
  const written = ["NetworkManager", "systemd-networkd"];
  for (const [name, node] of Object.entries(network.nodes)) {
    const renderer = node.documents ?? network.documents;
    if (node.apply !== undefined && !written.includes(renderer))
      yield {
        path: ["network", "nodes", name, "apply"],
        problem: {
          expected: "documents that are files of a running node",
          found: `documents for ${renderer}`,
          fix: `only those for ${written.join(" and ")} are`,
        },
      };
  }
}

function* talosInitiators({ network }: Sections): Generator<Violation> {
  for (const [name, node, renderer] of documented(network))
    if (renderer === "talos" && node.initiatorName !== undefined)
      yield {
        path: ["network", "nodes", name, "initiatorName"],
        problem: { expected: "no name for an initiator of Talos, which makes up its own" },
      };
}

function* talosHosts({ network }: Sections): Generator<Violation> {
  if (!documented(network).some(([, , renderer]) => renderer === "talos")) return;
  if (network.firewall === "nftables" || network.firewall === "firewalld")
    yield {
      path: ["network", "firewall"],
      problem: {
        expected: "opnsense or none with nodes of Talos",
        fix: "nothing can be installed on them",
      },
    };
  if (network.crioVersion !== undefined)
    yield {
      path: ["network", "crioVersion"],
      problem: {
        expected: "no version of CRI-O with nodes of Talos",
        fix: "they run containerd",
      },
    };
}

/** Without a single node that has documents, the rules would go nowhere. */
function* somewhereToGo({ network }: Sections): Generator<Violation> {
  if (Object.keys(network.nodes).length === 0 || documented(network).length > 0) return;
  if (network.firewall === "nftables" || network.firewall === "firewalld")
    yield {
      path: ["network", "firewall"],
      problem: {
        expected: "nodes with documents, which hold its rules",
        fix: "set network.documents to what configures the adapters",
      },
    };
}

/** Nodes that get documents, with what these are for. */
function documented({ nodes, documents }: Network) {
  return Object.entries(nodes).flatMap(([name, node]) => {
    const renderer = rendererOf(node, documents);
    return renderer === "none" ? [] : [[name, node, renderer] as const];
  });
}

function rendererOf(node: Node, documents: Network["documents"]): Network["documents"] {
  return node.documents ?? documents;
}
