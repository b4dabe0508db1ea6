import { parsed } from "../../internal/arguments";
import { parseAddress } from "../../internal/address";
import { httpPort, prefixOf } from "../endpoints";
import { dnsAnnotations, hostOf } from "./front";
import { servicePort, type ServiceKind } from "./service-kind";
import type { ExposureSettings, LoadBalancerSettings } from "./settings";

/** What a load balancer is when the settings say nothing of it. */
const defaults: LoadBalancerSettings = {
  controller: "other",
  port: httpPort,
  sourceRanges: [],
  annotations: {},
};

/** The Service of a user interface with an address of its own (E-09). */
export function loadBalancer(
  url: string,
  { loadBalancer: settings = defaults, externalDns }: ExposureSettings,
): ServiceKind {
  return {
    annotations: {
      ...healthCheck(settings.controller, `${prefixOf(url)}/login`),
      ...dnsAnnotations(externalDns, hostOf(url)),
      ...settings.annotations,
    },
    spec: {
      type: "LoadBalancer",
      // Otherwise a node in between hides who asked, and policies cannot tell.
      externalTrafficPolicy: "Local",
      ports: [servicePort("http", settings.port)],
      ...(settings.sourceRanges.length === 0
        ? {}
        : { loadBalancerSourceRanges: [...settings.sourceRanges] }),
      ...addressFields(settings.address),
    },
  };
}

/** Jenkins answers 403 on every other page to whoever is not logged in, however well it is (E-12). */
function healthCheck(
  controller: LoadBalancerSettings["controller"],
  path: string,
): Record<string, string> {
  const prefix = "service.beta.kubernetes.io";
  switch (controller) {
    case "aws":
      return {
        [`${prefix}/aws-load-balancer-healthcheck-protocol`]: "http",
        [`${prefix}/aws-load-balancer-healthcheck-path`]: path,
        [`${prefix}/aws-load-balancer-healthcheck-port`]: "traffic-port",
      };
    case "azure":
      return {
        [`${prefix}/azure-load-balancer-health-probe-protocol`]: "http",
        [`${prefix}/azure-load-balancer-health-probe-request-path`]: path,
      };
    case "other":
      return {};
  }
}

/** An address is of one family; without one, the Service has both where the cluster does. */
function addressFields(text: string | undefined): Partial<ServiceKind["spec"]> {
  if (text === undefined) return { ipFamilyPolicy: "PreferDualStack" };
  const { family, text: address } = parsed(parseAddress, text);
  return {
    ipFamilyPolicy: "SingleStack",
    ipFamilies: [`IPv${family}`],
    // Deprecated because not every controller takes it; those on one's own hardware do.
    loadBalancerIP: address,
  };
}
