import type { Properties, Value } from "../rpc/values";
import { ApiClient, ApiError, type Query } from "./api-client";
import { builtInPath, collectionPath, type ResourcePath } from "./kinds";
import type { Access } from "./kubeconfig";
import { fromApi, listAt, nameOf, textAt, toApi, type KubernetesObject } from "./objects";

/** Which object is meant. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Left out for a kind without namespaces; means `default` for every other kind. */
  readonly namespace?: string | undefined;
}

/** How a change is sent. */
export interface WriteOptions {
  readonly fieldManager: string;
  /** Let the server check the change without making it. */
  readonly dryRun?: boolean;
  /** Take over fields that another manager owns instead of failing. Server-side apply only. */
  readonly force?: boolean;
}

/** The server does not know the kind: usually a custom resource whose definition is missing. */
export class NoMatchError extends Error {
  constructor(apiVersion: string, kind: string) {
    super(`no matches for kind "${kind}" in version "${apiVersion}"`);
  }
}

/** Objects of one cluster. */
export class Cluster {
  readonly #client: ApiClient;
  readonly #discovered = new Map<string, Promise<readonly Value[]>>();

  constructor(access: Access, timeoutMs?: number) {
    this.#client = new ApiClient(access, timeoutMs);
  }

  /** Asks the server for its version; the first request of a provider, to learn whether it answers. */
  async ping(): Promise<void> {
    await this.#client.request("GET", "/version", { timeoutMs: 10_000 });
  }

  /** Whether the server knows the kind. */
  async knows(apiVersion: string, kind: string): Promise<boolean> {
    return (await this.#find(apiVersion, kind)) !== undefined;
  }

  /**
   * Whether objects of the kind live in namespaces.
   *
   * @throws NoMatchError when the server does not know the kind
   */
  async isNamespaced(apiVersion: string, kind: string): Promise<boolean> {
    return (await this.#path(apiVersion, kind)).namespaced;
  }

  /** The live object; ApiError 404 when there is none. */
  async get(reference: ObjectReference): Promise<KubernetesObject> {
    return this.#object(reference, "GET");
  }

  /** The live object, or `undefined` when there is none or the kind is gone. */
  async find(reference: ObjectReference): Promise<KubernetesObject | undefined> {
    try {
      return await this.get(reference);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** The objects of a kind in a namespace that carry all the labels. */
  async list(
    apiVersion: string,
    kind: string,
    namespace: string | undefined,
    labels: Readonly<Record<string, string>>,
  ): Promise<readonly KubernetesObject[]> {
    const path = collectionPath(apiVersion, await this.#path(apiVersion, kind), namespace);
    const labelSelector = Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(",");
    const answer = await this.#client.request("GET", path, { query: { labelSelector } });
    return listAt(answer, "items") as readonly KubernetesObject[];
  }

  /** Makes a new object; ApiError 409 when there is one of that name. */
  async create(object: KubernetesObject, options: WriteOptions): Promise<KubernetesObject> {
    const reference = referenceTo(object);
    const path = collectionPath(
      reference.apiVersion,
      await this.#path(reference.apiVersion, reference.kind),
      reference.namespace,
    );
    return fromApi(
      await this.#client.request("POST", path, { query: query(options), body: toApi(object) }),
    );
  }

  /** Server-side apply: sets the fields given and drops those given before by the same manager. */
  async apply(object: KubernetesObject, options: WriteOptions): Promise<KubernetesObject> {
    return this.#object(referenceTo(object), "APPLY", toApi(object), {
      ...query(options),
      force: options.force === true ? "true" : "false",
    });
  }

  /** Replaces the whole object, whatever its version. */
  async replace(object: KubernetesObject, options: WriteOptions): Promise<KubernetesObject> {
    return this.#object(referenceTo(object), "PUT", toApi(object), query(options));
  }

  /** Changes parts of an object, by a list of steps or by example. */
  async patch(
    reference: ObjectReference,
    method: "JSON-PATCH" | "MERGE-PATCH",
    body: unknown,
    options: Partial<WriteOptions> = {},
  ): Promise<KubernetesObject> {
    return this.#object(reference, method, body, query(options));
  }

  /** Asks for the deletion of an object; finalizers may keep it for a while. */
  async delete(reference: ObjectReference, propagationPolicy: string): Promise<KubernetesObject> {
    return this.#object(reference, "DELETE", { propagationPolicy });
  }

  /** Forgets what was discovered, because a definition may have been added since. */
  forgetKinds(): void {
    this.#discovered.clear();
  }

  async #object(
    reference: ObjectReference,
    method: Parameters<ApiClient["request"]>[0],
    body?: unknown,
    parameters: Query = {},
  ): Promise<KubernetesObject> {
    const { apiVersion, kind, name, namespace } = reference;
    const collection = collectionPath(apiVersion, await this.#path(apiVersion, kind), namespace);
    const answer = await this.#client.request(method, `${collection}/${encodeURIComponent(name)}`, {
      query: parameters,
      body,
    });
    return fromApi(answer);
  }

  async #path(apiVersion: string, kind: string): Promise<ResourcePath> {
    const path = await this.#find(apiVersion, kind);
    if (path === undefined) throw new NoMatchError(apiVersion, kind);
    return path;
  }

  async #find(apiVersion: string, kind: string): Promise<ResourcePath | undefined> {
    const known = builtInPath(apiVersion, kind);
    if (known !== undefined) return known;
    const resources = this.#discovered.get(apiVersion) ?? this.#discover(apiVersion);
    this.#discovered.set(apiVersion, resources);
    const resource = (await resources).find(
      (item) => textAt(item, "kind") === kind && textAt(item, "name")?.includes("/") === false,
    ) as Properties | undefined;
    if (resource === undefined) return undefined;
    return { plural: textAt(resource, "name") ?? "", namespaced: resource["namespaced"] === true };
  }

  async #discover(apiVersion: string): Promise<readonly Value[]> {
    try {
      const root = apiVersion.includes("/") ? "/apis" : "/api";
      return listAt(await this.#client.request("GET", `${root}/${apiVersion}`), "resources");
    } catch (error) {
      this.#discovered.delete(apiVersion);
      if (isNotFound(error)) return [];
      throw error;
    }
  }
}

/** What an object says of itself. */
export function referenceTo(object: KubernetesObject): ObjectReference {
  return {
    apiVersion: textAt(object, "apiVersion") ?? "",
    kind: textAt(object, "kind") ?? "",
    name: nameOf(object) ?? "",
    namespace: textAt(object, "metadata", "namespace"),
  };
}

/** Whether an error says that the object, its namespace or its kind does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof NoMatchError || (error instanceof ApiError && error.code === 404);
}

function query(options: Partial<WriteOptions>): Query {
  return {
    fieldManager: options.fieldManager,
    dryRun: options.dryRun === true ? "All" : undefined,
  };
}
