import type { Fields } from "../../cluster-api";
import { joined } from "./recorded";

/** One field that a person set beside what the program asks for. */
export interface HandMade {
  readonly path: string;
  /** Tool it was set with, as the API server recorded it. */
  readonly tool: string;
}

/** Tools of people. Controllers set fields of their own rightly, and are not told from one another. */
const tools = /^(kubectl|oc|k9s|lens|openlens|headlamp|mozilla|curl|node-fetch|okd|rancher)/i;

/**
 * Fields that were set with a tool of a person and that the program does not ask for: a dry run lets them be, since
 * they are another manager's.
 *
 * Labels and annotations are not looked at: others put theirs on objects rightly. Restarts by kubectl are such an
 * annotation of a pod template, and no drift either.
 *
 * @param live the object with its `managedFields`
 * @param wanted what the program asks for
 */
export function handMade(live: Fields, wanted: Fields): HandMade[] {
  const { managedFields } = (live["metadata"] ?? {}) as { managedFields?: unknown };
  if (!Array.isArray(managedFields)) return [];
  return (managedFields as Fields[]).flatMap(({ manager, subresource, fieldsV1 }) => {
    if (typeof manager !== "string" || !tools.test(manager) || subresource !== undefined) return [];
    return ownedPaths(fieldsV1, readable(wanted), "").map((path) => ({ path, tool: manager }));
  });
}

/** A Secret is written with texts and read as data. */
function readable({ stringData, ...wanted }: Fields): Fields {
  return stringData === undefined
    ? wanted
    : { ...wanted, data: { ...(wanted["data"] as object), ...(stringData as object) } };
}

/** Where a set of fields leaves the wish: not what is below, which is one thing with it. */
function ownedPaths(fields: unknown, wanted: unknown, path: string): string[] {
  if (typeof fields !== "object" || fields === null) return [];
  return Object.entries(fields).flatMap(([key, below]) => {
    if (key === ".") return [];
    const next = step(key, wanted, path);
    if (next === undefined || passedOver(next.path)) return [];
    return next.wanted === undefined ? [next.path] : ownedPaths(below, next.wanted, next.path);
  });
}

/** One step of a path: `f:` a key, `k:` the entry of a list with these keys, `v:` one of a set of values. */
function step(
  key: string,
  wanted: unknown,
  path: string,
): { readonly path: string; readonly wanted: unknown } | undefined {
  const [, kind, text] = /^([fkv]):(.*)$/s.exec(key) ?? [];
  if (text === undefined) return undefined;
  if (kind === "f")
    return {
      path: joined(path, text),
      wanted: (wanted as Fields | undefined)?.[text],
    };
  const sought: unknown = JSON.parse(text);
  const entries = Array.isArray(wanted) ? (wanted as unknown[]) : [];
  const found = entries.find((entry) =>
    kind === "v"
      ? entry === sought
      : Object.entries(sought as Fields).every(
          // A field with a default may be a part of the key without being asked for.
          ([name, value]) => [undefined, value].includes((entry as Fields)[name] as never),
        ),
  );
  return { path: `${path}[${entryName(sought)}]`, wanted: found };
}

function entryName(sought: unknown): string {
  if (typeof sought !== "object" || sought === null) return JSON.stringify(sought);
  const { name } = sought as { name?: unknown };
  return typeof name === "string" ? name : JSON.stringify(sought);
}

function passedOver(path: string): boolean {
  return /(^|\.)metadata\.(?!finalizers|ownerReferences)/.test(path) || path.startsWith("status");
}
