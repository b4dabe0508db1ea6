import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { everywhere } from "../../internal/cidr";
import { namespacePeer, networkPeers, tcp } from "../../internal/network-peers";
import { agentListenerPort, httpPort } from "../endpoints";
import type { ExposureSettings } from "../exposure/settings";
import type { MonitoringSettings } from "../monitoring/settings";

type IngressRule = k8s.types.input.networking.v1.NetworkPolicyIngressRule;

/** Who may connect to the controller. */
export interface IngressPeers {
  /** Where agents come from. */
  readonly jobsNamespace: pulumi.Input<string>;
  readonly exposure: ExposureSettings;
  readonly monitoring?: MonitoringSettings;
}

/** Who reaches the controller, and on which ports (E-04). Probes come from the node, which no policy stops. */
export function controllerIngress({
  jobsNamespace,
  exposure,
  monitoring,
}: IngressPeers): IngressRule[] {
  const scraper = monitoring?.enabled === true ? [namespacePeer(monitoring.namespace)] : [];
  const { proxyNamespaces, proxyNetworks } = exposure.network;
  const others = [
    ...proxyNamespaces.map(namespacePeer),
    ...networkPeers([...proxyNetworks, ...userNetworks(exposure)]),
    ...scraper,
  ];
  return [
    // Agents ask the user interface for the address of the listener, and for the agent itself.
    { from: [namespacePeer(jobsNamespace)], ports: tcp(httpPort, agentListenerPort) },
    // A rule without peers would let everybody in.
    ...(others.length === 0 ? [] : [{ from: others, ports: tcp(httpPort) }]),
  ];
}

/** Networks of users that come without a proxy in between. */
function userNetworks(exposure: ExposureSettings): readonly string[] {
  switch (exposure.type) {
    case "none":
    case "ingress":
    case "gateway":
      return [];
    case "load-balancer":
      return orEverywhere(exposure.loadBalancer?.sourceRanges);
    case "node-port":
      return orEverywhere(exposure.nodePort?.sourceRanges);
  }
}

function orEverywhere(networks: readonly string[] = []): readonly string[] {
  return networks.length === 0 ? everywhere : networks;
}
