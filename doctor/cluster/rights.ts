import type { Sections } from "../../stacks/settings";
import { fault, fine, type Finding } from "../finding";
import type { ClusterApi, Right } from "./api";
import { neededRights } from "./needed-rights";

const everything: Right = { verb: "*", group: "*", resource: "*" };
/** Questions under way at once: an API server lets a client ask so many before it makes the others wait. */
const atOnce = 16;

/** Asks the API server whether this identity may do what a deployment does. */
export async function lookAtRights(
  api: ClusterApi,
  settings: Sections,
): Promise<readonly Finding[]> {
  const who = (await api.whoAmI()) ?? "this identity";
  if (await api.may(everything)) return [fine("rights", `${who} may do everything`)];
  const needed = neededRights(settings);
  const missing: Right[] = [];
  const queue = [...needed];
  const ask = async () => {
    for (let right = queue.shift(); right !== undefined; right = queue.shift())
      if (!(await api.may(right))) missing.push(right);
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  return [
    rightsFinding(
      who,
      needed,
      needed.filter((right) => missing.includes(right)),
    ),
  ];
}

/** What the answers say, each missing right once and in a stable order. */
export function rightsFinding(
  who: string,
  needed: readonly Right[],
  missing: readonly Right[],
): Finding {
  if (missing.length === 0)
    return fine("rights", `${who} has the ${needed.length} rights that a deployment needs`);
  return fault(
    "rights",
    `${who} may not ${missingText(missing)}`,
    "give it a ClusterRole and Roles with these rights",
  );
}

/** `create, patch secrets in jenkins, jenkins-jobs`: verbs of one kind together, then namespaces that lack the same. */
function missingText(missing: readonly Right[]): string {
  const byKind = grouped(missing, ({ group, resource, namespace }) =>
    JSON.stringify([group === "" ? resource : `${resource}.${group}`, namespace ?? ""]),
  );
  const lines = [...byKind].map(([key, rights]) => {
    const [kind = "", namespace = ""] = JSON.parse(key) as string[];
    return { phrase: `${rights.map(({ verb }) => verb).join(", ")} ${kind}`, namespace };
  });
  const byPhrase = grouped(lines, ({ phrase }) => phrase);
  return [...byPhrase]
    .map(([phrase, all]) => {
      const namespaces = all.map(({ namespace }) => namespace).filter((name) => name !== "");
      return namespaces.length === 0 ? phrase : `${phrase} in ${namespaces.join(", ")}`;
    })
    .join(" / ");
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
