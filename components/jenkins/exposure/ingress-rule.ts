import type * as k8s from "@pulumi/kubernetes";

import { httpPort, serviceNames } from "../endpoints";
import type { Front } from "./front";

/** A front together with the class of the controller that serves it. */
export type IngressFront = Front & { readonly className: string };

/** Spares the wait for an address in the status, which many controllers never write. */
export const skipAwait = { "pulumi.com/skipAwait": "true" };

/** The rule that passes the paths of a host on to Jenkins. */
export function ingressRule({ host, paths }: Front): k8s.types.input.networking.v1.IngressRule {
  return {
    host,
    http: {
      paths: paths.map(({ path, exact }) => ({
        path,
        pathType: exact ? "Exact" : "Prefix",
        backend: { service: { name: serviceNames.http, port: { number: httpPort } } },
      })),
    },
  };
}
