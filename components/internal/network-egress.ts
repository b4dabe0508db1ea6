import type * as k8s from "@pulumi/kubernetes";

import { expected, readable, type Finding } from "./arguments";
import { parseCidr } from "./cidr";
import { parseName } from "./kubernetes-name";
import { namespacePeer, networkPeers, tcp } from "./network-peers";

type EgressRule = k8s.types.input.networking.v1.NetworkPolicyEgressRule;

/** Where a host of source code answers. */
export interface SourceHost {
  readonly networks: readonly string[];
  readonly ports: readonly number[];
}

/** Servers, by their networks or by the namespace of their pods: one of the two. */
export interface Egress {
  readonly networks?: readonly string[];
  readonly namespace?: string;
  /** TCP ports. */
  readonly ports: readonly number[];
}

/** Names are asked wherever the pod's resolver is: a pod, a cache on the node, or a server outside the cluster. */
export const nameServers: EgressRule = {
  ports: [{ protocol: "UDP", port: 53 }, ...tcp(53)],
};

/** 443 is the port of the API server's Service, 6443 the one behind it: network plugins differ in which they see. */
export const apiServerPorts: readonly number[] = [443, 6443];

/** Where the API server is asked. */
export function apiServerRule(networks: readonly string[]): EgressRule {
  return { to: networkPeers(networks), ports: tcp(...apiServerPorts) };
}

/** One rule a server, in an order that a reordered file does not change. */
export function egressRules(servers: Readonly<Record<string, Egress>>): EgressRule[] {
  return Object.entries(servers)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { networks, namespace, ports }]) => {
      const pods = namespace === undefined ? [] : [namespacePeer(namespace)];
      return { to: [...networkPeers(networks ?? []), ...pods], ports: tcp(...ports) };
    });
}

/** What is wrong with servers, by the path of the argument that names them. */
export function egressFindings(path: string, servers: Readonly<Record<string, Egress>>): Finding[] {
  return Object.entries(servers).flatMap(([name, server]) =>
    serverFindings(`${path}.${name}`, server),
  );
}

/** What is wrong with networks, each of which stands in a list. */
export function networkListFindings(path: string, networks: readonly string[]): Finding[] {
  return networks.map((network, index) => readable(`${path}[${index}]`, parseCidr, network));
}

/** An empty list of peers would let everything pass. */
export function someNetwork(path: string, networks: readonly string[]): Finding {
  return expected(
    networks.length > 0,
    path,
    "at least one network",
    "none",
    "a rule without any would let everything pass",
  );
}

/** What is wrong with ports; an empty list would mean every one. */
export function portFindings(path: string, ports: readonly number[]): Finding {
  return expected(
    ports.length > 0 && ports.every((port) => Number.isInteger(port) && port > 0 && port < 65536),
    path,
    "ports from 1 to 65535",
    ports.join(", "),
  );
}

function serverFindings(path: string, { networks, namespace, ports }: Egress): Finding[] {
  return [
    expected(
      (networks === undefined) !== (namespace === undefined),
      path,
      "either networks or a namespace",
      networks === undefined ? "none" : "both",
    ),
    ...(networks === undefined
      ? []
      : [
          someNetwork(`${path}.networks`, networks),
          ...networkListFindings(`${path}.networks`, networks),
        ]),
    ...(namespace === undefined ? [] : [readable(`${path}.namespace`, parseName, namespace)]),
    portFindings(`${path}.ports`, ports),
  ];
}
