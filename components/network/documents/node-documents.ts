import { skipLabelActivation } from "../../internal/selinux";
import type { StorageLink, StorageNode } from "../storage-node";
import { butaneConfiguration } from "./butane";
import { crioDropIn } from "./crio";
import type { NodeDocument } from "./document";
import { firewalldNasFiles, firewalldNodeFiles, firewalldZone } from "./firewalld";
import { initiatorNameFile, iscsidConf } from "./iscsi";
import { networkManagerKeyfile } from "./network-manager";
import { nasRuleset, nodeRuleset } from "./nftables";
import { nodeNetworkConfigurationPolicy } from "./nmstate";
import { opnsenseNotes } from "./opnsense";
import { noRouterAdvertisements } from "./router-advertisements";
import { servicesOn } from "./services";
import { systemdNetworkdFiles } from "./systemd-networkd";
import { talosPatch } from "./talos";

/** A network whose settings a component has let pass. */
export interface DocumentedNetwork extends StorageLink {
  /** Key of the label of storage nodes. */
  readonly label: string;
  readonly nodes: Readonly<Record<string, StorageNode>>;
}

type Addressed = StorageNode & { readonly address: string };

/** Everything a node needs on the storage network, as its renderer takes it. */
export function nodeDocuments(nodeName: string, network: DocumentedNetwork): NodeDocument[] {
  const node = addressed(network.nodes[nodeName]);
  if (node === undefined) return [];
  const files = () => filesOf(node, network);
  const iscsi = iscsidConf(network.iscsi);
  switch (rendererOf(node, network)) {
    case "none":
      return [];
    case "NetworkManager":
      return [keyfile(node, network), ...files()];
    case "systemd-networkd":
      return [...systemdNetworkdFiles(node), ...files()];
    case "butane":
      return [butaneConfiguration([keyfile(node, network), ...files()])];
    case "nmstate":
      return [nodeNetworkConfigurationPolicy(nodeName, node), ...files()];
    case "talos":
      return [talosPatch(node, network.label, iscsi.content)];
  }
}

/** What filters in front of the NAS: from every node that has an address, to nothing but its services. */
export function nasDocuments(network: DocumentedNetwork): NodeDocument[] {
  const nodes = Object.entries(network.nodes).flatMap(([name, node]) => {
    const address = addressed(node)?.address;
    return address === undefined ? [] : [[name, address] as const];
  });
  const first = nodes[0];
  if (first === undefined) return [];
  const services = servicesOn(first[1], network.nas);
  const hosts = nodes.map(([name, address]) => [name, address.split("/")[0] ?? ""] as const);
  const addresses = hosts.map(([, address]) => address);
  switch (network.firewall) {
    case "none":
      return [];
    case "nftables":
      return nasRuleset(addresses, services);
    case "firewalld":
      return firewalldNasFiles(addresses, services);
    case "opnsense":
      return [opnsenseNotes(Object.fromEntries(hosts), services)];
  }
}

/** The renderer that a node's documents are for. */
export function rendererOf(node: StorageNode, network: Pick<StorageLink, "documents">) {
  return node.documents ?? network.documents;
}

/** The files that are the same whatever configures the adapter. */
function filesOf(node: Addressed, network: DocumentedNetwork): NodeDocument[] {
  const { interface: adapter, initiatorName } = node;
  return [
    ...(adapter === undefined ? [] : [noRouterAdvertisements(adapter)]),
    ...(initiatorName === undefined ? [] : [initiatorNameFile(initiatorName)]),
    iscsidConf(network.iscsi),
    ...(network.crioVersion === undefined
      ? []
      : [crioDropIn({ version: network.crioVersion, activationAnnotation: skipLabelActivation })]),
    ...(adapter === undefined ? [] : firewallFiles(adapter, node, network)),
  ];
}

function firewallFiles(adapter: string, node: Addressed, network: StorageLink): NodeDocument[] {
  const services = servicesOn(node.address, network.nas);
  switch (network.firewall) {
    case "nftables":
      return nodeRuleset(adapter, services);
    case "firewalld":
      return firewalldNodeFiles(adapter, services);
    case "opnsense":
    case "none":
      return [];
  }
}

function keyfile(node: Addressed, { firewall }: StorageLink): NodeDocument {
  return networkManagerKeyfile(node, firewall === "firewalld" ? firewalldZone : undefined);
}

function addressed(node: StorageNode | undefined): Addressed | undefined {
  const address = node?.address;
  return node === undefined || address === undefined ? undefined : { ...node, address };
}
