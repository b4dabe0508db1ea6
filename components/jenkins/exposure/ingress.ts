import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { neededDefinition, resourceDefinitions } from "../../internal/api-groups";
import { certificateSecrets } from "../../internal/certificate-secrets";
import { labels } from "../../internal/labels";
import { prefixOf } from "../endpoints";
import { dnsAnnotations, type Front } from "./front";
import { controllerAnnotations } from "./ingress-controllers";
import { ingressRule, skipAwait, type IngressFront } from "./ingress-rule";
import type { IngressSettings, TlsSettings } from "./settings";
import { traefikFeatures } from "./traefik";

/** What the Ingresses of all hosts are made from. */
export interface IngressArgs {
  readonly namespace: pulumi.Input<string>;
  /** Address users see. */
  readonly url: string;
  readonly settings: IngressSettings;
  readonly externalDns: boolean;
  readonly fronts: readonly IngressFront[];
}

/** Makes one Ingress a host, and what its controller needs beside it. */
export function ingresses(name: string, args: IngressArgs, parent: pulumi.Resource): void {
  const { namespace, url, settings, externalDns, fronts } = args;
  const issuer = issuerOf(settings.tls);
  const traefik =
    settings.controller === "traefik"
      ? traefikFeatures(name, { namespace, fronts, minimumTls: settings.minimumTls }, parent)
      : undefined;
  const dependsOn = [
    ...(issuer === undefined
      ? []
      : [neededDefinition(issuer.setting, resourceDefinitions.certificate, parent)]),
    ...(traefik?.dependsOn ?? []),
  ];

  for (const front of fronts)
    new k8s.networking.v1.Ingress(
      `${name}-${front.role}`,
      {
        metadata: {
          name: front.objectName,
          namespace,
          labels: labels("controller"),
          annotations: {
            ...skipAwait,
            ...issuer?.annotations,
            ...dnsAnnotations(externalDns, front.host),
            ...controllerAnnotations(settings, `${prefixOf(url)}/login`),
            ...traefik?.annotations,
            ...settings.annotations,
          },
        },
        spec: {
          ingressClassName: front.className,
          tls: [tlsOf(front, settings.tls, issuer !== undefined)],
          rules: [ingressRule(front)],
        },
      },
      { parent, dependsOn },
    );
}

/** An issuer fills one Secret a host; a certificate that is there already has to serve both. */
function tlsOf(
  { role, host }: Front,
  tls: TlsSettings,
  issued: boolean,
): k8s.types.input.networking.v1.IngressTLS {
  const { users, webhooks } = certificateSecrets(tls.secretName);
  if (issued) return { hosts: [host], secretName: role === "webhooks" ? webhooks : users };
  return tls.secretName === undefined ? { hosts: [host] } : { hosts: [host], secretName: users };
}

function issuerOf({ clusterIssuer, issuer }: TlsSettings) {
  const setting = "exposure.ingress.tls";
  if (clusterIssuer !== undefined)
    return {
      setting: `${setting}.clusterIssuer`,
      annotations: { "cert-manager.io/cluster-issuer": clusterIssuer },
    };
  if (issuer !== undefined)
    return { setting: `${setting}.issuer`, annotations: { "cert-manager.io/issuer": issuer } };
  return undefined;
}
