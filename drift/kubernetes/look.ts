import {
  objectPath,
  resourcesOf,
  type Answer,
  type ApiResource,
  type ClusterApi,
  type Fields,
} from "../../cluster-api";
import type { Difference, Look } from "../difference";
import {
  differences,
  fromFirstDifference,
  shown,
  unfulfilled,
  wishes,
  without,
  type Leaf,
} from "./compare";
import { strangers } from "./extra";
import { handMade } from "./by-hand";
import type { RecordedObject } from "./recorded";
import { subjectOf } from "./subject";

/**
 * Compares the objects of a cluster with those that the state of a stack has, and changes nothing.
 *
 * Each object is applied again in a dry run, under the name the provider applies it with: what the API server would
 * change is what somebody else has changed. It fills in defaults itself, so none shows as a difference.
 *
 * @throws Error when the cluster does not answer or lets nothing be asked
 */
export async function lookAtObjects(
  api: ClusterApi,
  objects: readonly RecordedObject[],
): Promise<Look> {
  const versions = objects.map(({ apiVersion }) => apiVersion);
  const resources = await resourcesOf(api, [...new Set(versions)]);
  const looks = await Promise.all([
    ...objects.map((object) => lookAtObject(api, object, resources)),
    strangers(api, objects, resources),
  ]);
  return {
    differences: looks.flatMap((look) => look.differences),
    skipped: looks.flatMap((look) => look.skipped),
  };
}

async function lookAtObject(
  api: ClusterApi,
  object: RecordedObject,
  resources: readonly ApiResource[],
): Promise<Look> {
  const resource = resources.find(
    ({ apiVersion, kind }) => apiVersion === object.apiVersion && kind === object.kind,
  );
  if (resource === undefined)
    return one(object, "", "a kind that the cluster knows", object.apiVersion);
  const path = objectPath(resource, object.namespace, object.name);
  const live = await api.send("GET", path);
  if (live.status === 404) return one(object, "", "there", "absent");
  if (live.status !== 200) return notLookedAt(object, live);
  const { uid } = (live.body["metadata"] ?? {}) as { uid?: unknown };
  if (!object.partial && object.uid !== undefined && uid !== object.uid)
    return one(object, "metadata.uid", object.uid, `${shown(uid, false)}: made anew by somebody`);

  const applied = await api.send("APPLY", path, {
    query: { dryRun: "All", force: "true", fieldManager: object.manager },
    body: object.wanted,
  });
  if (applied.status === 403) return notLookedAt(object, applied);
  const leaves =
    applied.status === 200
      ? differences(wishes(applied.body), wishes(live.body))
      : refusedLeaves(object, live.body, applied);
  const beside = object.partial ? [] : handMade(live.body, object.wanted);
  return {
    differences: [
      ...leaves.map((leaf) => difference(object, leaf)),
      ...beside.map(({ path: property, tool }) => ({
        ...of(object, property),
        expected: "absent",
        found: `set with ${tool}`,
      })),
    ],
    skipped: [],
  };
}

/** An apply that the API server refuses would change what cannot change, or what a rule of the stack keeps. */
function refusedLeaves({ wanted }: RecordedObject, live: Fields, { body }: Answer): Leaf[] {
  // What a Secret is written with is never read.
  const leaves = unfulfilled(without(wanted, new Set(["stringData"])), live);
  const said = body["message"];
  return leaves.length > 0
    ? leaves
    : [
        {
          path: "",
          expected: "as in the state",
          found: typeof said === "string" ? said : "refused",
        },
      ];
}

function difference(object: RecordedObject, leaf: Leaf): Difference {
  const isSecret = hides(object, leaf.path);
  const [expected, found] = fromFirstDifference(leaf.expected, leaf.found);
  return {
    ...of(object, leaf.path),
    expected: shown(expected, isSecret),
    // Two secrets that differ would both read the same.
    found: isSecret && leaf.found !== undefined ? "(another secret)" : shown(found, isSecret),
  };
}

/** Everything a Secret holds, and every value that the state itself keeps secret. */
function hides({ kind, secretPaths }: RecordedObject, path: string): boolean {
  if (kind === "Secret" && /^(data|stringData)\b/.test(path)) return true;
  return secretPaths.some(
    (secret) =>
      path === secret ||
      path.startsWith(`${secret}.`) ||
      path.startsWith(`${secret}[`) ||
      secret.startsWith(`${path}.`) ||
      secret.startsWith(`${path}[`) ||
      path === "",
  );
}

function one(object: RecordedObject, property: string, expected: string, found: string): Look {
  return { differences: [{ ...of(object, property), expected, found }], skipped: [] };
}

function notLookedAt(object: RecordedObject, { status, body }: Answer): Look {
  const said = typeof body["message"] === "string" ? body["message"] : String(status);
  return { differences: [], skipped: [`${subjectOf(object)}: ${said.split("\n")[0] ?? ""}`] };
}

function of(object: RecordedObject, property: string) {
  return { part: "kubernetes", subject: subjectOf(object), property } as const;
}
