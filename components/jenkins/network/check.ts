import { readable, type Finding } from "../../internal/arguments";
import { parseName } from "../../internal/kubernetes-name";
import { egressFindings, networkListFindings, someNetwork } from "../../internal/network-egress";
import type { NetworkSettings } from "./settings";

/** What is wrong with the policies, by the path of the argument. */
export function networkFindings(network: NetworkSettings): Finding[] {
  const path = "exposure.network";
  return [
    ...network.proxyNamespaces.map((name) => readable(`${path}.proxyNamespaces`, parseName, name)),
    ...(["proxyNetworks", "apiServer", "updateCentre"] as const).flatMap((list) =>
      networkListFindings(`${path}.${list}`, network[list]),
    ),
    someNetwork(`${path}.apiServer`, network.apiServer),
    ...egressFindings(`${path}.sourceHosts`, network.sourceHosts),
    ...egressFindings(`${path}.egress`, network.egress),
  ];
}
