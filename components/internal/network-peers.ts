import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;
type Port = k8s.types.input.networking.v1.NetworkPolicyPort;

/** Everything with an address in one of the networks. */
export function networkPeers(networks: readonly string[]): Peer[] {
  return networks.map((cidr) => ({ ipBlock: { cidr } }));
}

const privateNetworks = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  // Leads to the IPv4 ones by way of a translator.
  "64:ff9b::/96",
  "fc00::/7",
  "fe80::/10",
];

/**
 * Every public address: neither the cluster, nor the networks around it, nor the metadata service of a cloud.
 *
 * @param own public networks of one's own, which are left out as well
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml
 */
export function internetPeers(own: readonly string[] = []): Peer[] {
  const except = [...privateNetworks, ...own];
  const isSix = (network: string) => network.includes(":");
  return [
    { ipBlock: { cidr: "0.0.0.0/0", except: except.filter((network) => !isSix(network)) } },
    { ipBlock: { cidr: "::/0", except: except.filter(isSix) } },
  ];
}

/** Every pod of a namespace; the label is one the API server sets and nobody can change. */
export function namespacePeer(namespace: pulumi.Input<string>): Peer {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } };
}

/** TCP ports. */
export function tcp(...ports: readonly number[]): Port[] {
  return ports.map((port) => ({ protocol: "TCP", port }));
}
