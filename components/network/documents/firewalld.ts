import { readableFile, type NodeDocument } from "./document";
import type { Service } from "./services";

/** Zone of the adapter on a node. */
export const firewalldZone = "storage";

/** Types of ICMPv6 that IPv6 needs among neighbours, in firewalld's words. */
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
 * ICMPv6 to groups of the link: a switch that snoops asks who is a member of which (MLD) and forwards solicitations to
 * those only, so a node that does not answer is cut off after some minutes. By address, because firewalld 1.3 has no
 * names for these types. What routers say to groups passes with it; firewalld's own policy `allow-host-ipv6` lets it in
 * anyway, and the adapter is deaf to it.
 */
const membership =
  '<rule family="ipv6"><destination address="ff02::/16"/><protocol value="ipv6-icmp"/><accept/></rule>';

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
      membership,
    ]),
    xml("/etc/firewalld/policies/storage-out.xml", "policy", "REJECT", [
      "<short>storage-out</short>",
      '<ingress-zone name="HOST"/>',
      `<egress-zone name="${firewalldZone}"/>`,
      ...icmpTypes.map(icmpRule),
      membership,
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
