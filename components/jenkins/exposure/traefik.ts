import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { neededDefinition, resourceDefinitions } from "../../internal/api-groups";
import { labels } from "../../internal/labels";
import { ingressRule, skipAwait, type IngressFront } from "./ingress-rule";

/** What Traefik needs beside the Ingresses. */
export interface TraefikArgs {
  readonly namespace: pulumi.Input<string>;
  readonly fronts: readonly IngressFront[];
  readonly minimumTls: "TLSv1.2" | "TLSv1.3";
}

const apiVersion = "traefik.io/v1alpha1";

/**
 * Makes what Traefik has no annotations for: the minimum TLS version, and the redirect of plain requests, which is a
 * middleware on an Ingress of its own because the other one listens on TLS alone.
 *
 * @returns annotations of the Ingresses on TLS, and what they depend on
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/
 */
export function traefikFeatures(
  name: string,
  { namespace, fronts, minimumTls }: TraefikArgs,
  parent: pulumi.Resource,
) {
  const dependsOn = [
    resourceDefinitions.traefikMiddleware,
    resourceDefinitions.traefikTlsOption,
  ].map((definition) => neededDefinition("exposure.ingress.controller", definition, parent));

  const tlsOption = new k8s.apiextensions.CustomResource(
    `${name}-tls-option`,
    {
      apiVersion,
      kind: "TLSOption",
      metadata: { name: "jenkins", namespace, labels: labels("controller") },
      spec: { minVersion: `Version${minimumTls.replace(/[v.]/g, "")}` },
    },
    { parent, dependsOn },
  );
  const redirect = new k8s.apiextensions.CustomResource(
    `${name}-redirect`,
    {
      apiVersion,
      kind: "Middleware",
      metadata: { name: "jenkins-redirect", namespace, labels: labels("controller") },
      spec: { redirectScheme: { scheme: "https", permanent: true } },
    },
    { parent, dependsOn },
  );

  for (const front of fronts)
    new k8s.networking.v1.Ingress(
      `${name}-${front.role}-redirect`,
      {
        metadata: {
          name: `${front.objectName}-redirect`,
          namespace,
          labels: labels("controller"),
          annotations: {
            ...skipAwait,
            "traefik.ingress.kubernetes.io/router.entrypoints": "web",
            "traefik.ingress.kubernetes.io/router.middlewares": reference(namespace, redirect),
          },
        },
        spec: { ingressClassName: front.className, rules: [ingressRule(front)] },
      },
      { parent },
    );

  return {
    annotations: {
      "traefik.ingress.kubernetes.io/router.tls.options": reference(namespace, tlsOption),
    },
    dependsOn: [tlsOption],
  };
}

function reference(
  namespace: pulumi.Input<string>,
  { metadata }: k8s.apiextensions.CustomResource,
): pulumi.Output<string> {
  return pulumi.interpolate`${namespace}-${metadata.name}@kubernetescrd`;
}
