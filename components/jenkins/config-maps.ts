import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { labels } from "../internal/labels";
import type { Files } from "./configuration/configuration-files";

/**
 * A ConfigMap without a name of its own and immutable: a change is a new object, and the pod that mounts it follows.
 */
export function replacedConfigMap(
  name: string,
  namespace: pulumi.Input<string>,
  data: pulumi.Input<Files>,
  parent: pulumi.Resource,
): k8s.core.v1.ConfigMap {
  return new k8s.core.v1.ConfigMap(
    name,
    { metadata: { namespace, labels: labels("controller") }, immutable: true, data },
    { parent },
  );
}

/**
 * A ConfigMap that keeps its name: a change reaches the files of a running pod, and no pod restarts.
 *
 * @param after what has to happen before a running pod may see a change
 */
export function changedConfigMap(
  name: string,
  namespace: pulumi.Input<string>,
  data: pulumi.Input<Files>,
  parent: pulumi.Resource,
  after: readonly pulumi.Resource[] = [],
): k8s.core.v1.ConfigMap {
  return new k8s.core.v1.ConfigMap(
    name,
    { metadata: { name, namespace, labels: labels("controller") }, data },
    { parent, dependsOn: [...after] },
  );
}
