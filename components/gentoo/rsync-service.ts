import type * as k8s from "@pulumi/kubernetes";

import { parseAddress } from "../internal/address";
import { parsed } from "../internal/arguments";
import { rsyncPort } from "./rsync-daemon";
import type { RsyncSettings } from "./settings";

type ServiceSpec = k8s.types.input.core.v1.ServiceSpec;

/** The daemon's Service: on rsync's own port, outside the cluster only for the networks of the settings. */
export function rsyncServiceSpec({ service, address, networks }: RsyncSettings): ServiceSpec {
  const ports = [{ name: "rsync", port: rsyncPort, targetPort: "rsync", protocol: "TCP" }];
  if (service === "ClusterIP") return { type: service, ipFamilyPolicy: "PreferDualStack", ports };
  return {
    type: service,
    // Otherwise the daemon sees the address of a node instead of who asks.
    externalTrafficPolicy: "Local",
    loadBalancerSourceRanges: [...networks],
    ...addressFields(address),
    ports,
  };
}

function addressFields(text: string | undefined): Partial<ServiceSpec> {
  if (text === undefined) return { ipFamilyPolicy: "PreferDualStack" };
  const { family, text: address } = parsed(parseAddress, text);
  return {
    ipFamilyPolicy: "SingleStack",
    ipFamilies: [`IPv${family}`],
    // Deprecated because not every controller takes it; those on one's own hardware do.
    loadBalancerIP: address,
  };
}
