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

/** One version of the record. */
interface Seen {
  readonly data: CareData;
  /** Undefined where there is no record yet. */
  readonly version: string | undefined;
}

/** How often others may write meanwhile; each of them writes once or twice in its life. */
const attempts = 5;

/**
 * What a stack remembers between commands, in a ConfigMap of the storage namespace.
 *
 * Two writers at once are told from each other: what is written is written to the version that this process has seen last.
 * Where somebody else has written meanwhile, their keys stay; and where it was one of the keys to be written, it is refused,
 * because what this process has decided was decided on what it saw.
 */
export function careRecordOf(api: ClusterApi, namespace: string): World["record"] {
  const what = `ConfigMap ${namespace}/${careRecordName}`;
  const path = `/api/v1/namespaces/${namespace}/configmaps/${careRecordName}`;
  const metadata = { name: careRecordName, namespace, labels: commandLabels };
  const kind = { apiVersion: "v1", kind: "ConfigMap" };
  let seen: Seen | undefined;

  const read = async (): Promise<Seen> => {
    const found = await getOrNone<Found>(api, path, what);
    return { data: found?.data ?? {}, version: found?.metadata.resourceVersion };
  };
  /** A record that is there already stays as it is: nothing of it is this manager's. */
  const create = async (): Promise<void> => {
    const query = { fieldManager: `${fieldManager}-create`, force: "true" };
    const { status, body } = await api.send("APPLY", path, { query, body: { ...kind, metadata } });
    if (status > 201) throw refused(what, status, body);
  };
  /** @returns what the server refused; undefined when it is written */
  const apply = async ({ data, version }: Seen): Promise<Refusal | undefined> => {
    const { status, body } = await api.send("APPLY", path, {
      query: { fieldManager, force: "true" },
      body: { ...kind, metadata: { ...metadata, resourceVersion: version }, data },
    });
    if (status > 201) return { status, body };
    const { resourceVersion } = (body as unknown as Found).metadata;
    seen = { data, version: resourceVersion };
    return undefined;
  };
  return {
    read: async () => (seen = await read()).data,
    write: async (changes) => {
      const decidedOn = (seen ??= await read());
      let now = decidedOn;
      for (let attempt = 1; ; attempt++) {
        if (now.version === undefined) {
          await create();
          now = await read();
        }
        const taken = Object.keys(changes).some((key) => now.data[key] !== decidedOn.data[key]);
        if (taken) throw refused(what, 409, { message: "conflict" });
        const refusal = await apply({ ...now, data: merged(now.data, changes) });
        if (refusal === undefined) return;
        if (refusal.status !== 409 || attempt === attempts)
          throw refused(what, refusal.status, refusal.body);
        now = await read();
      }
    },
  };
}

interface Found {
  readonly metadata: { readonly resourceVersion: string };
  readonly data?: CareData;
}

interface Refusal {
  readonly status: number;
  readonly body: Fields;
}

function merged(data: CareData, changes: Readonly<Record<string, string | undefined>>): CareData {
  return Object.fromEntries(
    Object.entries({ ...data, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

/**
 * An object of the cluster; undefined when there is none.
 *
 * @throws Error when the API server says something else
 */
export async function getOrNone<T>(
  api: ClusterApi,
  path: string,
  what: string,
): Promise<T | undefined> {
  const { status, body } = await api.send("GET", path);
  if (status === 404) return undefined;
  if (status !== 200) throw refused(what, status, body);
  return body as T;
}

/** What the API server refused, in its own words. */
export function refused(what: string, status: number, body: Fields): Error {
  const words = typeof body["message"] === "string" ? body["message"] : "no reason";
  const fix = status === 409 ? "; somebody else changed it meanwhile, run the command again" : "";
  return new Error(
    `cluster: expected ${what} to be read and changed, got ${status} ${words}${fix}`,
  );
}
