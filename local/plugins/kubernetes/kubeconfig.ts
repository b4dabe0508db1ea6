import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";

/** How to reach one API server. */
export interface Access {
  /** Base address, e.g. `https://127.0.0.1:6443`. */
  readonly server: string;
  readonly tls: {
    readonly ca?: Buffer | string;
    readonly cert?: Buffer | string;
    readonly key?: Buffer | string;
    readonly servername?: string;
    readonly rejectUnauthorized: boolean;
  };
  /** Value of the `Authorization` header. */
  readonly authorization?: string;
}

/** A kubeconfig file, as far as it is used here. */
export interface Kubeconfig {
  readonly "current-context"?: string;
  readonly contexts?: readonly Named<"context", Context>[] | null;
  readonly clusters?: readonly Named<"cluster", Cluster>[] | null;
  readonly users?: readonly Named<"user", User>[] | null;
}
type Named<Key extends string, Item> = { readonly name: string } & Readonly<Record<Key, Item>>;
interface Context {
  readonly cluster: string;
  readonly user?: string;
  readonly namespace?: string;
}
interface Cluster {
  readonly server: string;
  readonly "certificate-authority"?: string;
  readonly "certificate-authority-data"?: string;
  readonly "insecure-skip-tls-verify"?: boolean;
  readonly "tls-server-name"?: string;
}
interface User {
  readonly "client-certificate"?: string;
  readonly "client-certificate-data"?: string;
  readonly "client-key"?: string;
  readonly "client-key-data"?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly exec?: unknown;
  readonly "auth-provider"?: unknown;
}

/** What of a provider's arguments selects the cluster. */
export interface ClusterChoice {
  /** File name or content; absent means the ambient one (`KUBECONFIG`, then `~/.kube/config`). */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
}

/**
 * Reads and resolves a kubeconfig. A relative file name counts from the working directory, which the engine
 * sets to the project folder.
 *
 * @throws Error when there is no such file, it is no kubeconfig, or the context is missing from it.
 */
export function loadAccess(choice: ClusterChoice): Access {
  const { config, folder } = readKubeconfig(choice.kubeconfig);
  const { cluster, context } = activeCluster(config, choice);
  if (cluster === undefined) {
    throw new Error(
      `invalid configuration: context was not found for specified context: ${choice.context ?? config["current-context"] ?? ""}`,
    );
  }
  const user = find(config.users, context?.user)?.user ?? {};
  if (user.exec !== undefined || user["auth-provider"] !== undefined) {
    throw new Error(
      "credential plugins (exec, auth-provider) are not supported; use a client certificate or a token",
    );
  }
  const authorization = authorizationOf(user, folder);
  return {
    server: cluster.server.replace(/\/+$/, ""),
    tls: {
      ...material(
        "ca",
        cluster["certificate-authority-data"],
        cluster["certificate-authority"],
        folder,
      ),
      ...material("cert", user["client-certificate-data"], user["client-certificate"], folder),
      ...material("key", user["client-key-data"], user["client-key"], folder),
      ...(cluster["tls-server-name"] === undefined
        ? {}
        : { servername: cluster["tls-server-name"] }),
      rejectUnauthorized: cluster["insecure-skip-tls-verify"] !== true,
    },
    ...(authorization === undefined ? {} : { authorization }),
  };
}

/** The namespace that the context names for objects that name none; `undefined` where it names none. */
export function contextNamespace(choice: ClusterChoice): string | undefined {
  try {
    const { config } = readKubeconfig(choice.kubeconfig);
    return activeCluster(config, choice).context?.namespace;
  } catch {
    // The connection says what is wrong with the kubeconfig.
    return undefined;
  }
}

/** The cluster that a choice selects, `undefined` when the kubeconfig names none. */
export function activeCluster(
  config: Kubeconfig,
  choice: ClusterChoice,
): { readonly cluster: Cluster | undefined; readonly context: Context | undefined } {
  const context = find(config.contexts, choice.context ?? config["current-context"])?.context;
  return { cluster: find(config.clusters, choice.cluster ?? context?.cluster)?.cluster, context };
}

/** Parses a kubeconfig given as file name or as content; `folder` is what its relative paths count from. */
export function readKubeconfig(source: string | undefined): {
  readonly config: Kubeconfig;
  readonly folder: string;
} {
  const ambient = process.env["KUBECONFIG"]?.split(":")[0];
  const text = source ?? (ambient || join(homedir(), ".kube", "config"));
  const file = resolve(text.replace(/^~(?=\/)/, homedir()));
  const isFile =
    !text.includes("\n") && statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  const config: unknown = parse(isFile ? readFileSync(file, "utf8") : text);
  if (typeof config !== "object" || config === null) {
    throw new Error(
      text.includes("\n")
        ? "couldn't get version/kind; json parse error: the content is no kubeconfig"
        : `stat ${text}: no such file or directory`,
    );
  }
  return { config: config, folder: isFile ? dirname(file) : process.cwd() };
}

function find<Item extends { readonly name: string }>(
  items: readonly Item[] | null | undefined,
  name: string | undefined,
): Item | undefined {
  return items?.find((item) => item.name === name);
}

function material(
  key: "ca" | "cert" | "key",
  data: string | undefined,
  file: string | undefined,
  folder: string,
): Partial<Record<"ca" | "cert" | "key", Buffer>> {
  if (data !== undefined) return { [key]: Buffer.from(data, "base64") };
  if (file !== undefined && file !== "") return { [key]: readFileSync(resolve(folder, file)) };
  return {};
}

function authorizationOf(user: User, folder: string): string | undefined {
  const token =
    user.token ??
    (user.tokenFile === undefined
      ? undefined
      : readFileSync(resolve(folder, user.tokenFile), "utf8"));
  if (token !== undefined && token !== "") return `Bearer ${token.trim()}`;
  if (user.username === undefined) return undefined;
  return `Basic ${Buffer.from(`${user.username}:${user.password ?? ""}`).toString("base64")}`;
}
