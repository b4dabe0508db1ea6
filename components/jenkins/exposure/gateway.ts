import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { neededDefinition, resourceDefinitions } from "../../internal/api-groups";
import { labels } from "../../internal/labels";
import { httpPort, serviceNames } from "../endpoints";
import { dnsAnnotations, type Front } from "./front";
import type { GatewaySettings } from "./settings";

/** What the routes of all hosts are made from. */
export interface RouteArgs {
  readonly namespace: pulumi.Input<string>;
  readonly settings: GatewaySettings;
  readonly externalDns: boolean;
  /** Each with the listener that terminates TLS for it. */
  readonly fronts: readonly (Front & { readonly sectionName: string })[];
}

/** One listener of the Gateway, and what becomes of the requests that arrive there. */
interface Listener {
  readonly suffix: "" | "-redirect";
  readonly sectionName: string;
  readonly rule: object;
}

/**
 * Makes one HTTPRoute a host, and one that sends plain requests to TLS where the Gateway has a listener for them.
 *
 * The Gateway itself is not part of it, and neither are its certificate and its TLS versions: they are its listener's.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/httproute/
 */
export function routes(name: string, args: RouteArgs, parent: pulumi.Resource): void {
  const { namespace, settings, externalDns, fronts } = args;
  const needed = neededDefinition("exposure.type", resourceDefinitions.httpRoute, parent);

  for (const front of fronts)
    for (const { suffix, sectionName, rule } of listeners(front.sectionName, settings))
      new k8s.apiextensions.CustomResource(
        `${name}-${front.role}${suffix}`,
        {
          apiVersion: "gateway.networking.k8s.io/v1",
          kind: "HTTPRoute",
          metadata: {
            name: `${front.objectName}${suffix}`,
            namespace,
            labels: labels("controller"),
            annotations: dnsAnnotations(externalDns, front.host),
          },
          spec: {
            parentRefs: [{ name: settings.name, namespace: settings.namespace, sectionName }],
            hostnames: [front.host],
            rules: [{ matches: matches(front), ...rule }],
          },
        },
        { parent, dependsOn: [needed] },
      );
}

function listeners(sectionName: string, settings: GatewaySettings): Listener[] {
  const secure: Listener = {
    suffix: "",
    sectionName,
    rule: {
      timeouts: { request: `${settings.readTimeoutSeconds}s` },
      backendRefs: [{ name: serviceNames.http, port: httpPort }],
    },
  };
  if (settings.redirectSectionName === undefined) return [secure];
  const requestRedirect = { scheme: "https", statusCode: 301 };
  const plain: Listener = {
    suffix: "-redirect",
    sectionName: settings.redirectSectionName,
    rule: { filters: [{ type: "RequestRedirect", requestRedirect }] },
  };
  return [secure, plain];
}

function matches({ paths }: Front): object[] {
  return paths.map(({ path, exact }) => ({
    path: { type: exact ? "Exact" : "PathPrefix", value: path },
  }));
}
