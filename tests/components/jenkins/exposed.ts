import * as pulumi from "@pulumi/pulumi";

import { exposeController } from "../../../components/jenkins/exposure/expose-controller";
import type { ServiceArgs } from "../../../components/jenkins/exposure/services";
import {
  notExposed,
  type ExposureSettings,
  type GatewaySettings,
  type IngressSettings,
} from "../../../components/jenkins/exposure/settings";
import { construct, type Deployment } from "../../support/deploy";

/** Address with a port and a path, which hosts and routes treat differently. */
export const url = "https://jenkins.example:8443/ci/";

/** An Ingress that is fine. */
export const ingress: IngressSettings = {
  className: "nginx",
  controller: "ingress-nginx",
  tls: { clusterIssuer: "letsencrypt" },
  bodySize: "100m",
  readTimeoutSeconds: 3600,
  minimumTls: "TLSv1.2",
  annotations: {},
};

/** A Gateway that is fine. */
export const gateway: GatewaySettings = {
  name: "public",
  namespace: "gateways",
  sectionName: "https",
  redirectSectionName: "http",
  readTimeoutSeconds: 3600,
};

/** A second host that is fine. */
export const webhooks = {
  host: "hooks.example",
  receivers: ["github", "git-notify-commit"],
} as const;

/** Exposes a controller, different from one that is not exposed as told. */
export function exposed(
  change: Partial<ExposureSettings>,
  at = url,
  transport: ServiceArgs["transport"] = "tcp",
): Promise<Deployment> {
  return construct(() => {
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    const exposure = { ...notExposed, ...change };
    exposeController("jenkins", { namespace: "jenkins", url: at, exposure, transport }, parent);
    return parent;
  });
}
