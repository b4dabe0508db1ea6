import { kubectl } from "../cluster";
import type { Instance } from "../instance";

/** How a cluster is asked. */
export interface ClusterAccess {
  readonly instance: Instance;
  /** Path of the executable. */
  readonly kubectl: string;
}

/** What names an object; a program may leave out what the server fills in. */
export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

/** An object as the cluster has it, as far as its identity goes. */
export interface ClusterObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** Those of the named objects that exist. */
export async function existingObjects(
  access: ClusterAccess,
  named: readonly ObjectIdentity[],
): Promise<ClusterObject[]> {
  const items = named.map(({ apiVersion, kind, metadata }) => ({
    apiVersion,
    kind,
    metadata: { name: metadata?.name, namespace: metadata?.namespace },
  }));
  return get(access, ["--filename", "-", "--ignore-not-found"], {
    apiVersion: "v1",
    kind: "List",
    items,
  });
}

/** ConfigMaps and Secrets of all namespaces that carry a label: the kinds whose names the engine makes up. */
export async function labelledObjects(
  access: ClusterAccess,
  { label, value }: { readonly label: string; readonly value: string },
): Promise<ClusterObject[]> {
  return get(access, ["configmaps,secrets", "--all-namespaces", "--selector", `${label}=${value}`]);
}

/** `Kind namespace/name`, as kubectl users write it. */
export function describe({ kind, metadata: { name, namespace } }: ClusterObject): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

async function get(
  { instance, ...tools }: ClusterAccess,
  what: readonly string[],
  input?: object,
): Promise<ClusterObject[]> {
  const printed = await kubectl(instance, tools, ["get", ...what, "--output", "json"], input);
  if (printed.trim() === "") return [];
  const answer = JSON.parse(printed) as ClusterObject & { items?: ClusterObject[] };
  return answer.items ?? [answer];
}
