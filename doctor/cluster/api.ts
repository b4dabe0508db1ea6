import { request as overHttp } from "node:http";
import { request as overHttps, type RequestOptions } from "node:https";
import { dirname, join } from "node:path";

import { KubeConfig } from "@kubernetes/client-node";

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
 * @throws when the kubeconfig cannot be read or has no such context
 */
export async function openCluster(
  root: string,
  { kubeconfig, context }: { readonly kubeconfig: string; readonly context?: string },
): Promise<ClusterApi> {
  const config = readKubeconfig(root, kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined)
    throw new Error(
      `cluster.context: expected a context of ${kubeconfig}, got ${JSON.stringify(config.getCurrentContext())}`,
    );
  const login: RequestOptions = {};
  await config.applyToHTTPSOptions(login);
  return apiOver(server, login);
}

function readKubeconfig(root: string, path: string): KubeConfig {
  const config = new KubeConfig();
  const refused = (found: string) =>
    new Error(
      `cluster.kubeconfig: expected a kubeconfig at ${JSON.stringify(path)}, got ${found}; write one: mkdir -p ${dirname(path)} && kubectl config view --raw --flatten > ${path}`,
    );
  try {
    config.loadFromFile(join(root, path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw refused("no file");
    if (code !== undefined) throw refused(`a file that is not readable (${code})`);
    // The parser's own message would quote a part of the file, and with it a login.
    throw refused("a file that is none");
  }
  return config;
}

function apiOver(server: string, login: RequestOptions): ClusterApi {
  const post = (path: string, body: unknown) => send(server, login, path, body);
  return {
    server,
    read: (path) => send(server, login, path),
    may: async ({ verb, group, resource: path, namespace }) => {
      const [resource, subresource] = path.split("/");
      const resourceAttributes = { verb, group, resource, subresource, namespace };
      const { status, body } = await post(reviews, {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
        spec: { resourceAttributes },
      });
      if (status !== 201)
        throw new Error(`the API server answers a question about rights with status ${status}`);
      return (body as { status?: { allowed?: boolean } }).status?.allowed === true;
    },
    whoAmI: async () => {
      const { body } = await post(identity, {
        apiVersion: "authentication.k8s.io/v1",
        kind: "SelfSubjectReview",
      });
      return (body as { status?: { userInfo?: { username?: string } } } | undefined)?.status
        ?.userInfo?.username;
    },
  };
}

function send(
  server: string,
  login: RequestOptions,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const address = new URL(`${server.replace(/\/$/, "")}${path}`);
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const plain = address.protocol === "http:";
  return new Promise((resolve, reject) => {
    const outgoing = (plain ? overHttp : overHttps)(
      address,
      {
        ...login,
        ...(plain ? { agent: undefined } : {}),
        method: sent === undefined ? "GET" : "POST",
        timeout: silenceMs,
        headers: {
          ...(login.headers as Record<string, string> | undefined),
          accept: "application/json",
          ...(sent === undefined ? {} : { "content-type": "application/json" }),
        },
      },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on("data", (part: Buffer) => parts.push(part));
        incoming.once("error", reject);
        incoming.once("end", () => {
          const time = Date.parse(incoming.headers.date ?? "");
          resolve({
            status: incoming.statusCode ?? 0,
            body: json(Buffer.concat(parts).toString("utf8")),
            time: Number.isNaN(time) ? undefined : time,
          });
        });
      },
    );
    outgoing.once("timeout", () => outgoing.destroy(new Error("no answer in time")));
    outgoing.once("error", ({ message }) => {
      reject(
        new Error(
          `${server} does not answer (${message}); check the address in the kubeconfig, and that this machine reaches it`,
        ),
      );
    });
    outgoing.end(sent);
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
