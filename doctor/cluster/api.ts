import { dirname, join } from "node:path";

import { clusterApi, type Answer as Said, type ClusterApi as Connection } from "../../cluster-api";

/** What the API server answered. */
export interface Answer {
  /** HTTP status code. */
  readonly status: number;
  /** The JSON of the answer; undefined when it is none. */
  readonly body: unknown;
  /** The server's clock, in milliseconds since 1970; undefined when it does not say. */
  readonly time: number | undefined;
}

/** A right, as the API server is asked for it. */
export interface Right {
  readonly verb: string;
  /** API group; empty for the core one. */
  readonly group: string;
  /** Resource, with a subresource such as `pods/log`. */
  readonly resource: string;
  /** Absent for objects of the whole cluster. */
  readonly namespace?: string;
}

/** A cluster, as far as looking at it goes: there is no way to change anything through it. */
export interface ClusterApi {
  /** Address of the API server. */
  readonly server: string;
  /** Reads a path such as `/version`. A refusal is an answer, too. */
  read(path: string): Promise<Answer>;
  /** Whether this identity has a right. Asking leaves nothing behind. */
  may(right: Right): Promise<boolean>;
  /** Name of this identity; undefined where the API server does not tell. */
  whoAmI(): Promise<string | undefined>;
}

const silenceMs = 10_000;
const reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
const identity = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

/**
 * Opens the cluster of a stack, with whatever login its kubeconfig names.
 *
 * @param root folder that the kubeconfig's path is relative to
 * @throws Error when the kubeconfig cannot be read or has no such context
 */
export function openCluster(
  root: string,
  { kubeconfig, context }: { readonly kubeconfig: string; readonly context?: string },
): ClusterApi {
  const connection = connected(root, kubeconfig, context);
  const { server } = connection;
  const ask = (verb: "GET" | "POST", path: string, body?: unknown): Promise<Said> =>
    connection.send(verb, path, { body }).catch((error: unknown) => {
      const { cause } = error as Error;
      // A login that cannot be had says so itself.
      if (!(cause instanceof Error)) throw error;
      throw new Error(
        `${server} does not answer (${cause.message}); check the address in the kubeconfig, and that this machine reaches it`,
        { cause: error },
      );
    });
  return {
    server,
    read: async (path) => {
      const { status, body, now } = await ask("GET", path);
      return { status, body, time: now };
    },
    may: async ({ verb, group, resource: path, namespace }) => {
      const [resource, subresource] = path.split("/");
      const resourceAttributes = { verb, group, resource, subresource, namespace };
      const { status, body } = await ask("POST", reviews, {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
        spec: { resourceAttributes },
      });
      if (status !== 201)
        throw new Error(`the API server answers a question about rights with status ${status}`);
      return (body as { status?: { allowed?: boolean } }).status?.allowed === true;
    },
    whoAmI: async () => {
      const { body } = await ask("POST", identity, {
        apiVersion: "authentication.k8s.io/v1",
        kind: "SelfSubjectReview",
      });
      return (body as { status?: { userInfo?: { username?: string } } }).status?.userInfo?.username;
    },
  };
}

function connected(root: string, path: string, context: string | undefined): Connection {
  try {
    return clusterApi(join(root, path), context, silenceMs);
  } catch (error) {
    const { cause } = error as Error;
    if (cause === undefined) throw error;
    const { code } = cause as NodeJS.ErrnoException;
    const unreadable =
      code === undefined ? "a file that is none" : `a file that is not readable (${code})`;
    const found = code === "ENOENT" ? "no file" : unreadable;
    throw new Error(
      `cluster.kubeconfig: expected a kubeconfig at ${JSON.stringify(path)}, got ${found}; write one: mkdir -p ${dirname(path)} && kubectl config view --raw --flatten > ${path}`,
      { cause: error },
    );
  }
}
