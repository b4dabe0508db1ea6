import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { labels, selectorLabels } from "../internal/labels";

/**
 * Lets a node with the controller be drained, and shows in the cluster that this interrupts Jenkins.
 *
 * A budget that allows no disruption would protect nothing: there is one pod, and the drain would wait for ever.
 */
export function disruptionBudget(
  name: string,
  namespace: pulumi.Input<string>,
  parent: pulumi.Resource,
): void {
  new k8s.policy.v1.PodDisruptionBudget(
    name,
    {
      metadata: { name: "jenkins", namespace, labels: labels("controller") },
      spec: {
        maxUnavailable: 1,
        // A pod that never became ready must not hold a drain up.
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: selectorLabels("controller") },
      },
    },
    { parent },
  );
}
