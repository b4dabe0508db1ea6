import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { agentListenerPort, httpPort } from "../internal/controller-ports";
import { agentPodLabels, selectorLabels } from "../internal/labels";
import {
  apiServerRule,
  egressRules,
  nameServers,
  type SourceHost,
} from "../internal/network-egress";
import { internetPeers, namespacePeer, networkPeers, tcp } from "../internal/network-peers";
import type { JobNetworkSettings } from "./settings";

type PolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;
type EgressRule = k8s.types.input.networking.v1.NetworkPolicyEgressRule;

/** Pods of the stack that somebody may connect to. */
export interface OpenPort {
  readonly podLabels: Readonly<Record<string, string>>;
  /** TCP ports of the pods. */
  readonly ports: readonly number[];
  /** Networks of those who may. */
  readonly networks: readonly string[];
}

/** What pods of the stack connect to, beside name servers. */
export interface Reach {
  readonly podLabels: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** @default - the internet */
  readonly networks?: readonly string[];
}

/** What the policies of a namespace of builds are made from. */
export interface JobPolicyArgs {
  readonly network: JobNetworkSettings;
  /** Namespace of the controller that the agents connect to. */
  readonly controllerNamespace: pulumi.Input<string>;
  /** Hosts of source code, which builds reach as the controller does (E-25). */
  readonly sourceHosts: Readonly<Record<string, SourceHost>>;
  /** Networks of the API server. */
  readonly apiServer: readonly string[];
  /** Whether some kind of agent gets a token, and so asks the API server. */
  readonly asksApiServer: boolean;
  /** Whether pods that clean up ask the API server. */
  readonly cleansUp: boolean;
  readonly open: Readonly<Record<string, OpenPort>>;
  readonly reach: Readonly<Record<string, Reach>>;
}

/**
 * The network policies of a namespace of builds by their roles: nothing gets in, and out only what is named (E-04).
 *
 * Volumes need none: it is the node that mounts an NFS export.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function jobPolicies(args: JobPolicyArgs): Readonly<Record<string, PolicySpec>> {
  if (!args.network.enabled) return {};
  const { apiServer, cleansUp, open, reach } = args;
  return {
    "default-deny": { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    agents: egressOf(agentPodLabels, agentEgress(args)),
    ...(cleansUp
      ? { "clean-up": egressOf(selectorLabels("clean-up"), [apiServerRule(apiServer)]) }
      : {}),
    ...named("from", reach, ({ podLabels, ports, networks }) =>
      egressOf(podLabels, [
        {
          to: networks ? networkPeers(networks) : internetPeers(args.network.ownNetworks),
          ports: tcp(...ports),
        },
      ]),
    ),
    ...named("to", open, ({ podLabels, ports, networks }) => ({
      podSelector: { matchLabels: podLabels },
      policyTypes: ["Ingress"],
      ingress: [{ from: networkPeers(networks), ports: tcp(...ports) }],
    })),
  };
}

function agentEgress(args: JobPolicyArgs): EgressRule[] {
  const { internetPorts, ownNetworks, egress } = args.network;
  return [
    // The user interface tells agents where the listener is, and hands out the agent itself.
    { to: [namespacePeer(args.controllerNamespace)], ports: tcp(httpPort, agentListenerPort) },
    ...(args.asksApiServer ? [apiServerRule(args.apiServer)] : []),
    // No ports would mean every port.
    ...(internetPorts.length === 0
      ? []
      : [{ to: internetPeers(ownNetworks), ports: tcp(...internetPorts) }]),
    ...egressRules(args.sourceHosts),
    ...egressRules(egress),
  ];
}

function egressOf(
  podLabels: Readonly<Record<string, string>>,
  rules: readonly EgressRule[],
): PolicySpec {
  return {
    podSelector: { matchLabels: podLabels },
    policyTypes: ["Egress"],
    egress: [nameServers, ...rules],
  };
}

function named<T>(
  role: string,
  entries: Readonly<Record<string, T>>,
  policy: (entry: T) => PolicySpec,
): Record<string, PolicySpec> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [`${role}-${name}`, policy(entry)]),
  );
}
