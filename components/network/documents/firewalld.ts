import { readableFile, type NodeDocument } from "./document";
import type { Service } from "./services";

/** Zone of the adapter on a node. */
export const firewalldZone = "storage";

/** Types of ICMPv6 that IPv6 needs among neighbours, in firewalld's words. Routers are not among them. */
const icmpTypes = [
  "neighbour-solicitation",
  "neighbour-advertisement",
  "destination-unreachable",
  "packet-too-big",
  "time-exceeded",
  "parameter-problem",
  "echo-request",
  "echo-reply",
];

/**
 * Rules of a node for its adapter: a zone that takes nothing but what IPv6 needs, and a policy that lets the
 * node out to the services of the NAS.
 *
 * @see https://firewalld.org/documentation/man-pages/firewalld.policy.html
 */
export function firewalldNodeFiles(adapter: string, services: readonly Service[]): NodeDocument[] {
  return [
    xml(`/etc/firewalld/zones/${firewalldZone}.xml`, "zone", "DROP", [
      "<short>storage</short>",
      `<interface name="${adapter}"/>`,
      ...icmpTypes.map(icmpRule),
    ]),
    xml("/etc/firewalld/policies/storage-out.xml", "policy", "REJECT", [
      "<short>storage-out</short>",
      '<ingress-zone name="HOST"/>',
      `<egress-zone name="${firewalldZone}"/>`,
      ...icmpTypes.map(icmpRule),
      ...services.map(serviceRule),
    ]),
  ];
}

/** Rules of the machine that is the NAS: a zone whose members are the nodes, with nothing but the services in it. */
export function firewalldNasFiles(
  nodes: readonly string[],
  services: readonly Service[],
): NodeDocument[] {
  return [
    xml("/etc/firewalld/zones/storage-nodes.xml", "zone", "DROP", [
      "<short>storage-nodes</short>",
      ...nodes.map((node) => `<source address="${node}"/>`),
      ...icmpTypes.map(icmpRule),
      ...services.map(serviceRule),
    ]),
  ];
}

function icmpRule(type: string): string {
  return `<rule family="ipv6"><icmp-type name="${type}"/><accept/></rule>`;
}

function serviceRule({ address, port }: Service): string {
  return `<rule family="ipv6"><destination address="${address}"/><port port="${port}" protocol="tcp"/><accept/></rule>`;
}

function xml(
  path: string,
  element: "zone" | "policy",
  target: "DROP" | "REJECT",
  children: readonly string[],
): NodeDocument {
  return readableFile(path, [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<${element} target="${target}">`,
    ...children.map((child) => `  ${child}`),
    `</${element}>`,
  ]);
}
