import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { everywhere } from "../../internal/cidr";
import { namespacePeer, networkPeers, tcp } from "../../internal/network-peers";
import type { TeamCloud } from "../../internal/team-cloud";
import type { CloudSettings } from "../configuration/settings";
import { httpPort, listenerPorts } from "../endpoints";
import type { ExposureSettings } from "../exposure/settings";
import type { MonitoringSettings } from "../monitoring/settings";

type IngressRule = k8s.types.input.networking.v1.NetworkPolicyIngressRule;

/** Who may connect to the controller. */
export interface IngressPeers {
  /** Where agents come from. */
  readonly jobsNamespace: pulumi.Input<string>;
  /** Where agents of teams come from. */
  readonly teams?: Readonly<Record<string, Pick<TeamCloud, "namespace">>>;
  readonly exposure: ExposureSettings;
  /** How agents connect. */
  readonly transport: CloudSettings["transport"];
  readonly monitoring?: MonitoringSettings;
}

/** Who reaches the controller, and on which ports (E-04). Probes come from the node, which no policy stops. */
export function controllerIngress({
  jobsNamespace,
  teams = {},
  exposure,
  transport,
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
    {
      from: [jobsNamespace, ...Object.values(teams).map((team) => team.namespace)].map(
        namespacePeer,
      ),
      ports: tcp(httpPort, ...listenerPorts(transport)),
    },
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
