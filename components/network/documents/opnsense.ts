import type { NodeDocument } from "./document";
import { nasIcmpv6 } from "./icmpv6";
import type { Service } from "./services";

/**
 * What to enter in OPNsense where it stands between the nodes and the NAS, as a bridge that filters.
 *
 * @param nodes addresses by node
 * @see https://docs.opnsense.org/manual/firewall.html
 */
export function opnsenseNotes(
  nodes: Readonly<Record<string, string>>,
  services: readonly Service[],
): NodeDocument {
  const lines = [
    "# OPNsense rules of the storage network",
    "",
    "Firewall > Aliases:",
    "",
    "| Name | Type | Content |",
    "| --- | --- | --- |",
    `| storage_nodes | Host(s) | ${Object.values(nodes).join(", ")} |`,
    ...services.map(({ address, port }) => `| nas_${port} | Host(s) | ${address} |`),
    "",
    "Firewall > Rules > the storage interface, in this order, direction in, TCP/IP version IPv6:",
    "",
    "| Action | Protocol | Source | Destination | Port or type |",
    "| --- | --- | --- | --- | --- |",
    `| Pass | IPv6-ICMP | any | any | ${nasIcmpv6.join(", ")} |`,
    ...services.map(({ port }) => `| Pass | TCP | storage_nodes | nas_${port} | ${port} |`),
    "| Block | any | any | any | any |",
    "",
    "Services > Router Advertisements: disabled on the storage interface. It has no gateway either.",
  ];
  return { path: "storage.opnsense.md", mode: "0644", content: `${lines.join("\n")}\n` };
}
