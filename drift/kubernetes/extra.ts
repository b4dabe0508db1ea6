import { z } from "zod";

import { objectPath, type ApiResource, type ClusterApi } from "../../cluster-api";
import { partOf } from "../../components/internal/labels";
import type { Look } from "../difference";
import type { RecordedObject } from "./recorded";
import { subjectOf } from "./subject";

/**
 * Kinds whose objects carry the labels of what they belong to and are made while the stack runs: endpoints by
 * Kubernetes, pods and the claims of their work spaces by Jenkins.
 */
const madeWhileRunning: ReadonlySet<string> = new Set([
  "Pod",
  "Endpoints",
  "EndpointSlice",
  "Event",
  "ControllerRevision",
]);

const managedBy = "app.kubernetes.io/managed-by";

const listed = z.looseObject({
  items: z
    .array(
      z.looseObject({
        metadata: z.looseObject({
          name: z.string(),
          namespace: z.string().optional(),
          labels: z.record(z.string(), z.string()).default({}),
          ownerReferences: z.array(z.unknown()).default([]),
          deletionTimestamp: z.string().optional(),
        }),
      }),
    )
    .default([]),
});

/**
 * Objects that carry the label of the stack and that its state does not have: made by hand, or left by a deployment
 * that was interrupted.
 *
 * What another object owns comes and goes with that one.
 */
export async function strangers(
  api: ClusterApi,
  objects: readonly RecordedObject[],
  resources: readonly ApiResource[],
): Promise<Look> {
  const known = new Set(objects.map(identityOf));
  const looks = await Promise.all(
    listable(resources).map(async (resource): Promise<Look> => {
      const { status, body } = await api.send("GET", objectPath(resource), {
        query: { labelSelector: `app.kubernetes.io/part-of=${partOf}` },
      });
      // A kind that this login may not list is none that it deploys.
      if (status !== 200) return { differences: [], skipped: [] };
      return {
        differences: listed
          .parse(body)
          .items.map(({ metadata }) => ({
            ...metadata,
            namespace: metadata.namespace,
            kind: resource.kind,
          }))
          .filter(
            ({ ownerReferences, deletionTimestamp, labels, ...object }) =>
              ownerReferences.length === 0 &&
              deletionTimestamp === undefined &&
              // What a command of this repository notes in the cluster says so.
              (labels[managedBy] ?? "pulumi") === "pulumi" &&
              !known.has(identityOf(object)),
          )
          .map((object) => ({
            part: "kubernetes",
            subject: subjectOf(object),
            property: "",
            expected: "absent",
            found: `there, labelled part-of ${partOf}`,
          })),
        skipped: [],
      };
    }),
  );
  return { differences: looks.flatMap((look) => look.differences), skipped: [] };
}

/** Kinds that can be listed, each once: a server may offer one in several versions and groups. */
function listable(resources: readonly ApiResource[]): readonly ApiResource[] {
  const first = new Map<string, ApiResource>();
  for (const resource of resources)
    if (resource.verbs.includes("list") && !madeWhileRunning.has(resource.kind))
      first.set(resource.kind, first.get(resource.kind) ?? resource);
  return [...first.values()];
}

function identityOf({
  kind,
  namespace,
  name,
}: Pick<RecordedObject, "kind" | "namespace" | "name">): string {
  return [kind, namespace ?? "", name].join("\u0000");
}
