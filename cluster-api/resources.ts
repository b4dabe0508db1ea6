import { z } from "zod";

import type { ClusterApi } from "./client";

/** One kind of object that an API server knows. */
export interface ApiResource {
  /** `v1`, or `<group>/<version>`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** Its word in an address, e.g. `configmaps`. */
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

const groups = z.looseObject({
  groups: z
    .array(
      z.looseObject({
        preferredVersion: z.looseObject({ groupVersion: z.string() }),
      }),
    )
    .default([]),
});
const kinds = z.looseObject({
  resources: z
    .array(
      z.looseObject({
        name: z.string(),
        kind: z.string(),
        namespaced: z.boolean(),
        verbs: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});

/**
 * The kinds of one version of one group; none where the server does not know it.
 *
 * @param apiVersion `v1`, or `<group>/<version>`
 */
async function kindsOf(api: ClusterApi, apiVersion: string): Promise<readonly ApiResource[]> {
  const { status, body } = await api.send("GET", rootOf(apiVersion));
  if (status !== 200) return [];
  return kinds
    .parse(body)
    .resources.filter(({ name }) => !name.includes("/"))
    .map(({ name, kind, namespaced, verbs }) => ({
      apiVersion,
      kind,
      plural: name,
      namespaced,
      verbs,
    }));
}

/**
 * Every kind in the version that the server prefers, and beside them the kinds of the versions that are asked for.
 *
 * @param apiVersions versions in use, preferred or not
 * @throws Error when the server does not let itself be asked
 */
export async function resourcesOf(
  api: ClusterApi,
  apiVersions: readonly string[],
): Promise<readonly ApiResource[]> {
  const { status, body } = await api.send("GET", "/apis");
  if (status !== 200)
    throw new Error(
      `cluster: expected the API server to name its groups, got ${status} ${JSON.stringify(body["message"] ?? "")}`,
    );
  const preferred = groups.parse(body).groups.map((one) => one.preferredVersion.groupVersion);
  const asked = [...new Set(["v1", ...preferred, ...apiVersions])];
  return (await Promise.all(asked.map((one) => kindsOf(api, one)))).flat();
}

/**
 * Address of one object, or without a name of all objects of its kind.
 *
 * @param namespace default every namespace, or none where the kind has none
 */
export function objectPath(
  { apiVersion, plural, namespaced }: ApiResource,
  namespace?: string,
  name?: string,
): string {
  const inNamespace =
    namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  const object = name === undefined ? "" : `/${encodeURIComponent(name)}`;
  return `${rootOf(apiVersion)}${inNamespace}/${plural}${object}`;
}

function rootOf(apiVersion: string): string {
  return apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
}
