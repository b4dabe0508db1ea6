import { parseAddress } from "../../internal/address";
import { expected, readable, type Finding } from "../../internal/arguments";
import { parseSubdomain } from "../../internal/kubernetes-name";
import { networkListFindings } from "../../internal/network-egress";
import { networkFindings } from "../network/check";
import type { ExposureSettings } from "./settings";

/** What is wrong with the exposure and its policies, by the path of the argument. */
export function exposureFindings(exposure: ExposureSettings, url: string): Finding[] {
  const { type, ingress, gateway, loadBalancer, nodePort, webhooks, network } = exposure;
  const routed = type === "ingress" || type === "gateway";
  return [
    expected(
      type !== "ingress" || ingress !== undefined,
      "exposure.ingress",
      "an Ingress",
      undefined,
    ),
    expected(
      type !== "gateway" || gateway !== undefined,
      "exposure.gateway",
      "a Gateway",
      undefined,
    ),
    expected(
      !routed || !isAddress(url),
      "url",
      "an address with a host name",
      url,
      "routing by host needs a name",
    ),
    ...(routed && network.enabled ? proxyFindings(exposure) : []),
    ...(loadBalancer?.address === undefined
      ? []
      : [readable("exposure.loadBalancer.address", parseAddress, loadBalancer.address)]),
    ...networkListFindings("exposure.loadBalancer.sourceRanges", loadBalancer?.sourceRanges ?? []),
    ...networkListFindings("exposure.nodePort.sourceRanges", nodePort?.sourceRanges ?? []),
    ...(webhooks === undefined
      ? []
      : [
          expected(routed, "exposure.webhooks", "none with this type of exposure", "webhooks"),
          readable("exposure.webhooks.host", parseSubdomain, webhooks.host),
          expected(
            webhooks.receivers.length > 0,
            "exposure.webhooks.receivers",
            "at least one receiver",
            "none",
          ),
        ]),
    ...networkFindings(network),
  ];
}

function proxyFindings({ network }: ExposureSettings): Finding[] {
  return [
    expected(
      network.proxyNamespaces.length + network.proxyNetworks.length > 0,
      "exposure.network.proxyNamespaces",
      "the namespace of the pods that pass requests on",
      "none",
      "the policies would let no user in",
    ),
  ];
}

function isAddress(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return host.startsWith("[") || parseAddress(host).ok;
}
