import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { labels, selectorLabels } from "../internal/labels";
import { agentListenerPort, httpPort, serviceNames } from "./endpoints";

/**
 * Makes the two Services: one for the user interface, one for agents, which nothing outside the cluster needs.
 */
export function services(
  name: string,
  namespace: pulumi.Input<string>,
  parent: pulumi.Resource,
): void {
  service(`${name}-http`, serviceNames.http, namespace, { name: "http", port: httpPort }, parent);
  service(
    `${name}-agent-listener`,
    serviceNames.agentListener,
    namespace,
    { name: "agent-listener", port: agentListenerPort },
    parent,
  );
}

function service(
  name: string,
  serviceName: string,
  namespace: pulumi.Input<string>,
  port: { readonly name: string; readonly port: number },
  parent: pulumi.Resource,
): void {
  new k8s.core.v1.Service(
    name,
    {
      metadata: {
        name: serviceName,
        namespace,
        labels: labels("controller"),
        // Waiting for a Service takes ten seconds and succeeds without any pod behind it; the StatefulSet's own
        // wait is what proves that Jenkins answers.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        type: "ClusterIP",
        selector: selectorLabels("controller"),
        ports: [{ ...port, targetPort: port.name, protocol: "TCP" }],
      },
    },
    { parent },
  );
}
