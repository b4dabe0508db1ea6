import { isDeepStrictEqual } from "node:util";

import type { Diff } from "../rpc/provider";
import { containsUnknown, reveal, unknown, type Properties } from "../rpc/values";
import { activeCluster, readKubeconfig, type ClusterChoice } from "./kubeconfig";
import { equal, textAt } from "./objects";

/** The arguments of a `pulumi:providers:kubernetes` resource, typed and with defaults. */
export interface Configuration extends ClusterChoice {
  /** Namespace for objects that name none. */
  readonly namespace: string | undefined;
  readonly enableServerSideApply: boolean;
  readonly enableConfigMapMutable: boolean;
  readonly enableSecretMutable: boolean;
  /** Take over conflicting fields everywhere, as `pulumi.com/patchForce` does for one object. */
  readonly enablePatchForce: boolean;
  /** Let `create` adopt an object that already exists. */
  readonly upsertExistingObjects: boolean;
  /** Drop objects of an unreachable cluster from state instead of failing. */
  readonly deleteUnreachable: boolean;
  /** Leave objects of an unreachable cluster as they are in state instead of failing. */
  readonly skipUpdateUnreachable: boolean;
  /** Longest silence of the server, from `kubeClientSettings.timeout` (seconds). */
  readonly requestTimeoutMs: number | undefined;
}

/** Reads the arguments; the engine sends everything but strings as JSON in a string. */
export function configurationOf(args: Properties): Configuration {
  const text = (name: string): string | undefined => textAt(reveal(args), name) || undefined;
  const flag = (name: string, variable: string, ifUnset: boolean): boolean => {
    const value = reveal(args[name] ?? null);
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    const ambient = process.env[variable];
    return ambient === undefined ? ifUnset : ambient === "true" || ambient === "1";
  };
  return {
    kubeconfig: text("kubeconfig"),
    context: text("context"),
    cluster: text("cluster"),
    namespace: text("namespace"),
    enableServerSideApply: flag(
      "enableServerSideApply",
      "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY",
      true,
    ),
    enableConfigMapMutable: flag(
      "enableConfigMapMutable",
      "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE",
      false,
    ),
    enableSecretMutable: flag("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE", false),
    enablePatchForce: flag("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE", false),
    upsertExistingObjects: flag(
      "upsertExistingObjects",
      "PULUMI_K8S_UPSERT_EXISTING_OBJECTS",
      false,
    ),
    deleteUnreachable: flag("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE", false),
    skipUpdateUnreachable: flag(
      "skipUpdateUnreachable",
      "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE",
      false,
    ),
    requestTimeoutMs: requestTimeout(text("kubeClientSettings")),
  };
}

/**
 * What a change of provider arguments means for everything the provider made. With a `clusterIdentifier` on
 * both sides only a changed identifier replaces; without, a changed cluster in the kubeconfig does.
 */
export function configurationDiff(oldArgs: Properties, newArgs: Properties): Diff {
  const olds = reveal(oldArgs) as Properties;
  const news = reveal(newArgs) as Properties;
  const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])]
    .filter((name) => name !== "version" && !equal(olds[name], news[name]))
    .sort();
  if (changed.length === 0) return { changed: false };
  const uncertain = ["kubeconfig", "context", "cluster"].filter((name) => news[name] === unknown);
  const replaces = uncertain.length > 0 ? uncertain : isOtherCluster(olds, news) ? changed : [];
  return { changed: true, replaces, detailed: detailsOf(changed, replaces, olds, news) };
}

function detailsOf(
  changed: readonly string[],
  replaces: readonly string[],
  olds: Properties,
  news: Properties,
): NonNullable<Diff["detailed"]> {
  return Object.fromEntries(
    changed.map((name) => {
      const kind = !(name in olds) ? "add" : !(name in news) ? "delete" : "update";
      return [name, replaces.includes(name) ? (`${kind}-replace` as const) : kind];
    }),
  );
}

function isOtherCluster(olds: Properties, news: Properties): boolean {
  const before = olds["clusterIdentifier"];
  const after = news["clusterIdentifier"];
  if (before !== undefined && after !== undefined) return !equal(before, after);
  // Adding or removing the identifier says nothing about the cluster.
  if (before !== undefined || after !== undefined) return false;
  const old = clusterOf(olds);
  const current = clusterOf(news);
  return old !== undefined && current !== undefined && !isDeepStrictEqual(old, current);
}

/** The cluster entry that the arguments select; `undefined` where it cannot be told. */
function clusterOf(args: Properties): unknown {
  const choice = configurationOf(args);
  if (choice.kubeconfig === undefined || containsUnknown(args)) return undefined;
  try {
    return activeCluster(readKubeconfig(choice.kubeconfig).config, choice).cluster;
  } catch {
    return undefined;
  }
}

function requestTimeout(settings: string | undefined): number | undefined {
  if (settings === undefined) return undefined;
  const parsed = JSON.parse(settings) as { readonly timeout?: number } | null;
  return parsed?.timeout === undefined ? undefined : parsed.timeout * 1000;
}
