import type { ClusterApi } from "../../cluster-api";
import { selectorLabels } from "../../components/internal/labels";
import { quietStartKey, quietStartName } from "../../components/jenkins/configuration/quiet-start";
import type { World } from "../../restore/world";
import { commandLabels, fieldManager, getOrNone, refused } from "./care-record";

interface StatefulSet {
  readonly metadata: { readonly generation: number };
  readonly spec: { readonly replicas?: number };
}

/**
 * The controller of a stack, as far as stopping and starting it goes.
 *
 * The number of its pods is changed under the name of a patch by hand: the provider of the program takes such a field over
 * without a conflict in its next update, and until then the program neither sees nor undoes it. So no setting has to be
 * changed for a restore, and none is left behind by one that was killed.
 */
export function controllerOf(api: ClusterApi, namespace: string): World["controller"] {
  const set = `/apis/apps/v1/namespaces/${namespace}/statefulsets/jenkins`;
  const found = () => getOrNone<StatefulSet>(api, set, `StatefulSet ${namespace}/jenkins`);
  return {
    replicas: async () => {
      const there = await found();
      return there && (there.spec.replicas ?? 1);
    },
    generation: async () => (await found())?.metadata.generation,
    scale: async (replicas) => {
      const { status, body } = await api.send("MERGE", set, {
        query: { fieldManager: "kubectl-patch" },
        body: { spec: { replicas } },
      });
      // One that is gone has no pods either.
      if (status !== 200 && !(status === 404 && replicas === 0))
        throw refused(`StatefulSet ${namespace}/jenkins`, status, body);
    },
    pods: async () => {
      const labelSelector = Object.entries(selectorLabels("controller"))
        .map((pair) => pair.join("="))
        .join(",");
      const path = `/api/v1/namespaces/${namespace}/pods`;
      const { status, body } = await api.send("GET", path, { query: { labelSelector } });
      if (status !== 200) throw refused(`pods of namespace ${namespace}`, status, body);
      const { items } = body as { readonly items: readonly { metadata: { name: string } }[] };
      return items.map(({ metadata }) => metadata.name);
    },
    startQuietly: (reason) => setQuietStart(api, namespace, reason),
  };
}

/**
 * Says that Jenkins begins no build when it starts, or that it does again.
 *
 * @param reason undefined for an ordinary start
 */
export async function setQuietStart(
  api: ClusterApi,
  namespace: string,
  reason: string | undefined,
): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/configmaps/${quietStartName}`;
  const { status, body } = await api.send("APPLY", path, {
    query: { fieldManager, force: "true" },
    body: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: quietStartName, namespace, labels: commandLabels },
      data: reason === undefined ? {} : { [quietStartKey]: reason },
    },
  });
  if (status > 201) throw refused(`ConfigMap ${namespace}/${quietStartName}`, status, body);
}
