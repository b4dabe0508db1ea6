import type * as k8s from "@pulumi/kubernetes";

import { egressRules } from "../../internal/network-egress";
import { networkPeers, tcp } from "../../internal/network-peers";
import type { NetworkSettings } from "./settings";

/** What else the controller asks, as the settings declare it (E-25). */
export function declaredEgress(
  { updateCentre, sourceHosts, egress }: NetworkSettings,
  installsPlugins: boolean,
): k8s.types.input.networking.v1.NetworkPolicyEgressRule[] {
  return [
    ...(installsPlugins ? [{ to: networkPeers(updateCentre), ports: tcp(443) }] : []),
    ...egressRules(sourceHosts),
    ...egressRules(egress),
  ];
}
