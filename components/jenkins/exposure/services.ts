import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { labels, selectorLabels } from "../../internal/labels";
import type { CloudSettings } from "../configuration/settings";
import { agentListenerPort, httpPort, serviceNames } from "../endpoints";
import { loadBalancer } from "./load-balancer";
import { servicePort, type ServiceKind } from "./service-kind";
import type { ExposureSettings, NodePortSettings } from "./settings";

/** What the two Services are made from. */
export interface ServiceArgs {
  readonly namespace: pulumi.Input<string>;
  /** Address users see. */
  readonly url: string;
  readonly exposure: ExposureSettings;
  /** How agents connect. */
  readonly transport: CloudSettings["transport"];
}

/**
 * Makes the two Services: one for the user interface, of the kind that the exposure asks for (B-25), and one for
 * agents, which stays inside the cluster whatever is exposed. Agents that use WebSocket need the first alone.
 */
export function services(
  name: string,
  { namespace, url, exposure, transport }: ServiceArgs,
  parent: pulumi.Resource,
): void {
  const service = (logicalName: string, objectName: string, { annotations, spec }: ServiceKind) =>
    new k8s.core.v1.Service(
      logicalName,
      {
        metadata: {
          name: objectName,
          namespace,
          labels: labels("controller"),
          // Waiting for a Service takes ten seconds and succeeds without any pod behind it; the StatefulSet's own
          // wait is what proves that Jenkins answers.
          annotations: { "pulumi.com/skipAwait": "true", ...annotations },
        },
        spec: {
          ...spec,
          selector: selectorLabels("controller"),
          // A pod that is not ready because its new configuration was refused still runs with the old one.
          publishNotReadyAddresses: true,
        },
      },
      { parent },
    );

  service(`${name}-http`, serviceNames.http, userInterface(url, exposure));
  if (transport === "tcp")
    service(`${name}-agent-listener`, serviceNames.agentListener, {
      spec: { type: "ClusterIP", ports: [servicePort("agent-listener", agentListenerPort)] },
    });
}

function userInterface(url: string, exposure: ExposureSettings): ServiceKind {
  switch (exposure.type) {
    case "load-balancer":
      return loadBalancer(url, exposure);
    case "node-port":
      return { spec: nodePort(exposure.nodePort) };
    case "none":
    case "ingress":
    case "gateway":
      return { spec: { type: "ClusterIP", ports: [servicePort("http", httpPort)] } };
  }
}

function nodePort({ port }: Partial<NodePortSettings> = {}): ServiceKind["spec"] {
  return {
    type: "NodePort",
    // The node that was asked answers, so that policies see who asked.
    externalTrafficPolicy: "Local",
    ports: [
      { ...servicePort("http", httpPort), ...(port === undefined ? {} : { nodePort: port }) },
    ],
  };
}
