import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { labels, selectorLabels } from "../../internal/labels";
import { apiServerRule, nameServers } from "../../internal/network-egress";
import { declaredEgress } from "./egress";
import { controllerIngress, type IngressPeers } from "./ingress";

/** What the policies of the controller's namespace are made from. */
export interface PolicyArgs extends IngressPeers {
  readonly namespace: pulumi.Input<string>;
  /** Whether the pod may have to download plugins. */
  readonly installsPlugins: boolean;
  /** Whether a job waits in the namespace for the configuration to be loaded. */
  readonly waitsForConfiguration: boolean;
}

/**
 * Makes the network policies of the controller's namespace: nothing gets in or out but what is named here (E-04).
 *
 * Policies are the network plugin's to enforce; a cluster without one that does accepts and ignores them.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function controllerPolicies(name: string, args: PolicyArgs, parent: pulumi.Resource): void {
  const { namespace, exposure, installsPlugins } = args;
  if (!exposure.network.enabled) return;

  const policy = (role: string, spec: k8s.types.input.networking.v1.NetworkPolicySpec) =>
    new k8s.networking.v1.NetworkPolicy(
      `${name}-${role}`,
      { metadata: { name: `jenkins-${role}`, namespace, labels: labels("controller") }, spec },
      { parent },
    );

  policy("default-deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  policy("network", {
    podSelector: { matchLabels: selectorLabels("controller") },
    policyTypes: ["Ingress", "Egress"],
    ingress: controllerIngress(args),
    egress: [
      nameServers,
      apiServerRule(exposure.network.apiServer),
      ...declaredEgress(exposure.network, installsPlugins),
    ],
  });
  if (args.waitsForConfiguration)
    // The job that waits until Jenkins has loaded its configuration: it asks the API server alone.
    policy("configuration", {
      podSelector: { matchLabels: selectorLabels("configuration") },
      policyTypes: ["Egress"],
      egress: [nameServers, apiServerRule(exposure.network.apiServer)],
    });
}
