import type { ClusterApi, Fields } from "../../cluster-api";
import { partOf } from "../../components/internal/labels";
import { careRecordName } from "../../doctor/backup";
import type { CareData, World } from "../../restore/world";

/** Who owns the fields of what commands keep in the cluster. */
export const fieldManager = "jenkins-stack-commands";

/**
 * Labels of what commands keep. They do not say `part-of`: by that the objects of the program are recognised, and one that
 * its state does not know counts as left over.
 */
export const commandLabels = {
  "app.kubernetes.io/name": partOf,
  "app.kubernetes.io/component": "care",
  "app.kubernetes.io/managed-by": partOf,
} as const;

/**
 * What a stack remembers between commands, in a ConfigMap of the storage namespace.
 *
 * Two writers at once are told from each other by the version of the object that each has read.
 */
export function careRecordOf(api: ClusterApi, namespace: string): World["record"] {
  const path = `/api/v1/namespaces/${namespace}/configmaps/${careRecordName}`;
  const read = async (): Promise<{ data: CareData; version: string | undefined }> => {
    const { status, body } = await api.send("GET", path);
    if (status === 404) return { data: {}, version: undefined };
    if (status !== 200) throw refused(`ConfigMap ${namespace}/${careRecordName}`, status, body);
    const { data = {}, metadata } = body as {
      readonly data?: CareData;
      readonly metadata: { readonly resourceVersion: string };
    };
    return { data, version: metadata.resourceVersion };
  };
  return {
    read: async () => (await read()).data,
    write: async (changes) => {
      const { data, version } = await read();
      const merged = Object.entries({ ...data, ...changes }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      const { status, body } = await api.send("APPLY", path, {
        query: { fieldManager, force: "true" },
        body: {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: {
            name: careRecordName,
            namespace,
            labels: commandLabels,
            ...(version !== undefined && { resourceVersion: version }),
          },
          data: Object.fromEntries(merged),
        },
      });
      if (status > 201) throw refused(`ConfigMap ${namespace}/${careRecordName}`, status, body);
    },
  };
}

/** What the API server refused, in its own words. */
export function refused(what: string, status: number, body: Fields): Error {
  const words = typeof body["message"] === "string" ? body["message"] : "no reason";
  const fix = status === 409 ? "; somebody else changed it meanwhile, run the command again" : "";
  return new Error(
    `cluster: expected ${what} to be read and changed, got ${status} ${words}${fix}`,
  );
}
