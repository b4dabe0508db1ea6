import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { clusterApi } from "../../cluster-api";
import { ClusterView, type Surroundings } from "../../failover";
import type { StoredStack } from "../nas/stored-stack";
import { sessionsOfStack } from "./sessions-of-stack";

/**
 * Does work with the cluster and the NAS of a stack.
 *
 * @param root project root, which the path of the kubeconfig is relative to
 */
export async function withSurroundings<T>(
  root: string,
  stored: StoredStack,
  report: (line: string) => void,
  work: (surroundings: Surroundings) => Promise<T>,
): Promise<T> {
  const { cluster, jenkins } = stored.sections;
  const api = clusterApi(join(root, cluster.kubeconfig), cluster.context);
  try {
    return await work({
      cluster: new ClusterView(api, jenkins.namespace),
      sessions: () => sessionsOfStack(stored),
      report,
      now: Date.now,
      pause: (milliseconds) => delay(milliseconds),
    });
  } finally {
    api.close();
  }
}
