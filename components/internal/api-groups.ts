import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Resources that only a cluster with some operator knows, by the feature that needs them. */
export const resourceDefinitions = {
  serviceMonitor: "servicemonitors.monitoring.coreos.com",
  prometheusRule: "prometheusrules.monitoring.coreos.com",
  httpRoute: "httproutes.gateway.networking.k8s.io",
  certificate: "certificates.cert-manager.io",
  traefikMiddleware: "middlewares.traefik.io",
  traefikTlsOption: "tlsoptions.traefik.io",
} as const;

/**
 * Looks a custom resource definition up that a setting needs (C-30).
 *
 * Without it, a custom resource passes the preview and fails in the middle of the deployment. An absent definition
 * ends the preview instead, with a message about `needed-by-<setting>--<resource>`: the logical name is what leads
 * to the setting to change.
 *
 * @param setting path of the setting that asks for it, e.g. `monitoring.enabled`
 * @param definition name of the custom resource definition, `<plural>.<group>`
 * @returns what every resource of the feature depends on
 */
export function neededDefinition(
  setting: string,
  definition: string,
  parent: pulumi.Resource,
): pulumi.Resource {
  return k8s.apiextensions.v1.CustomResourceDefinition.get(
    `needed-by-${setting}--${definition}`,
    definition,
    { parent },
  );
}
