import { parseInterface, parseMacAddress } from "../internal/adapter";
import { parseAddress, parseInterfaceAddress } from "../internal/address";
import { expected, readable, type Finding } from "../internal/arguments";
import { parseIqn } from "../internal/iqn";
import { parseLabelKey, parseSubdomain } from "../internal/kubernetes-name";
import { parseMinorVersion } from "../internal/kubernetes-version";
import type { Parsed } from "../internal/parsed";
import { parsePortal } from "../internal/portal";
import { rendererOf, type DocumentedNetwork } from "./documents/node-documents";
import type { StorageNode } from "./storage-node";

/** What is wrong with a storage network; whether its nodes fit each other is checked with the settings. */
export function networkFindings(network: DocumentedNetwork): Finding[] {
  const { label, nodes, nas, crioVersion } = network;
  const addressed = Object.values(nodes).some(({ address }) => address !== undefined);
  return [
    readable("label", parseLabelKey, label),
    expected(
      Object.keys(nodes).length > 0,
      "nodes",
      "at least one node with a storage adapter",
      undefined,
    ),
    readable("nas.portal", parsePortal, nas.portal),
    expected(
      !addressed || !isIpv4(nas.portal),
      "nas.portal",
      "an IPv6 portal for nodes with an IPv6 address",
      nas.portal,
    ),
    optional("nas.nfs.server", parseAddress, nas.nfs?.server),
    optional("crioVersion", parseMinorVersion, crioVersion),
    ...Object.entries(nodes).flatMap(([name, node]) => nodeFindings(name, node, network)),
  ];
}

function nodeFindings(name: string, node: StorageNode, network: DocumentedNetwork): Finding[] {
  const path = `nodes.${name}`;
  const renderer = rendererOf(node, network);
  const documented = renderer !== "none";
  const adapter = node.interface ?? node.macAddress;
  return [
    readable(path, parseSubdomain, name),
    optional(`${path}.interface`, parseInterface, node.interface),
    optional(`${path}.macAddress`, parseMacAddress, node.macAddress),
    optional(`${path}.address`, parseInterfaceAddress, node.address),
    optional(`${path}.initiatorName`, parseIqn, node.initiatorName),
    expected(
      !documented || node.address !== undefined,
      `${path}.address`,
      "the address of a node with documents",
      node.address,
    ),
    expected(
      !documented || adapter !== undefined,
      `${path}.interface`,
      "the adapter of a node with documents",
      adapter,
    ),
    expected(
      node.apply === undefined || appliedRenderers.includes(renderer),
      `${path}.apply`,
      `documents that are files of the node (${appliedRenderers.join(", ")})`,
      renderer,
    ),
  ];
}

/** Renderers whose documents are files that can be put in place on a running node. */
const appliedRenderers: readonly string[] = ["NetworkManager", "systemd-networkd"];

function isIpv4(portal: string): boolean {
  const read = parsePortal(portal);
  return read.ok && read.value.address.family === 4;
}

function optional(
  path: string,
  parse: (text: string) => Parsed<unknown>,
  text: string | undefined,
): Finding {
  return text === undefined ? undefined : readable(path, parse, text);
}
