import assert from "node:assert/strict";

import type { types } from "@pulumi/kubernetes";
import ipaddr from "ipaddr.js";

type Policy = types.output.networking.v1.NetworkPolicy;
type Peer = types.output.networking.v1.NetworkPolicyPeer;
type Port = types.output.networking.v1.NetworkPolicyPort;
type Selector = types.output.meta.v1.LabelSelector;

/** One end of a connection: a pod, or a machine outside the cluster. */
export type End =
  | { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly address: string };

/**
 * Whether a connection is let through, as the API describes it: a pod that some policy selects for a direction may
 * do only what one of these allows, every other pod everything.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export function reaches(
  policies: readonly Policy[],
  from: End,
  to: End,
  port: number,
  protocol = "TCP",
): boolean {
  const out = rules(policies, from, "Egress")?.some(
    ({ to: peers, ports }) => peersHold(peers, to, from) && portsHold(ports, port, protocol),
  );
  const into = rules(policies, to, "Ingress")?.some(
    ({ from: peers, ports }) => peersHold(peers, from, to) && portsHold(ports, port, protocol),
  );
  return (out ?? true) && (into ?? true);
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly Port[];
}

/** Rules of all policies that select the end for a direction; undefined when none does. */
function rules(
  policies: readonly Policy[],
  end: End,
  direction: "Ingress" | "Egress",
): Rule[] | undefined {
  const selecting = policies.filter(
    ({ metadata, spec }) =>
      "labels" in end &&
      metadata.namespace === end.namespace &&
      spec.policyTypes.includes(direction) &&
      selects(spec.podSelector, end.labels),
  );
  if (selecting.length === 0) return undefined;
  return selecting.flatMap(
    ({ spec }) =>
      ((direction === "Ingress" ? spec.ingress : spec.egress) as Rule[] | undefined) ?? [],
  );
}

function peersHold(peers: readonly Peer[] | undefined, end: End, policed: End): boolean {
  if (peers === undefined || peers.length === 0) return true;
  return peers.some((peer) => peerHolds(peer, end, policed));
}

function peerHolds(peer: Partial<Peer>, end: End, policed: End): boolean {
  if (peer.ipBlock !== undefined) {
    const { cidr, except = [] } = peer.ipBlock as { cidr: string; except?: readonly string[] };
    if (!("address" in end)) return false;
    return within(end.address, cidr) && !except.some((network) => within(end.address, network));
  }
  if (!("labels" in end)) return false;
  const inNamespace =
    peer.namespaceSelector === undefined
      ? "namespace" in policed && policed.namespace === end.namespace
      : selects(peer.namespaceSelector, { "kubernetes.io/metadata.name": end.namespace });
  return inNamespace && (peer.podSelector === undefined || selects(peer.podSelector, end.labels));
}

function portsHold(ports: readonly Port[] = [], port: number, protocol: string): boolean {
  // None means every one.
  return ports.length === 0 || ports.some((one) => one.port === port && one.protocol === protocol);
}

function selects(
  { matchLabels = {}, matchExpressions }: Partial<Selector>,
  labels: Readonly<Record<string, string>>,
): boolean {
  assert.equal(matchExpressions, undefined, "expressions are not worked out here");
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

function within(text: string, cidr: string): boolean {
  const address = ipaddr.parse(text);
  const [network, length] = ipaddr.parseCIDR(cidr);
  return address.kind() === network.kind() && address.match(network, length);
}
