import { KubeConfig } from "@kubernetes/client-node";
import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent, request, type RequestOptions } from "node:https";

/**
 * Reading and changing objects, in the words of HTTP; `APPLY` is a server-side apply, `MERGE` a merge patch. `POST` makes
 * an object, or asks a question such as a review.
 */
export type Verb = "GET" | "POST" | "APPLY" | "MERGE";

/** What the API server said. */
export interface Answer {
  readonly status: number;
  /** The object, the list, or a Status where the server refused. */
  readonly body: Fields;
  /** The server's clock, in milliseconds since 1970: that of whoever asks may be wrong. Absent where it tells none. */
  readonly now?: number;
}

/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** One request. */
export interface Asked {
  /** Query of the address. Default none. */
  readonly query?: Readonly<Record<string, string>>;
  /** Body of a patch. Default none. */
  readonly body?: unknown;
}

/** An API server, as much of it as a check of the stack needs. */
export interface ClusterApi {
  /** Address of the server, as the kubeconfig has it. */
  readonly server: string;
  /**
   * Sends one request. What the server refuses is an answer, too.
   *
   * @param path from the root of the server, e.g. `/api/v1/nodes/worker-1`
   * @throws Error in one line when the server does not answer
   */
  readonly send: (verb: Verb, path: string, asked?: Asked) => Promise<Answer>;
  /** Ends the connections. */
  readonly close: () => void;
}

const contentTypes: Readonly<Record<Verb, string | undefined>> = {
  GET: undefined,
  POST: "application/json",
  APPLY: "application/apply-patch+yaml",
  MERGE: "application/merge-patch+json",
};

/**
 * The API server of a kubeconfig, with whatever login that describes.
 *
 * @param kubeconfig path of the file
 * @param context default its current one
 * @param patience longest silence of the server, in milliseconds
 * @throws Error in one line when the file cannot be read or has no such context
 */
export function clusterApi(kubeconfig: string, context?: string, patience = 20_000): ClusterApi {
  const config = new KubeConfig();
  try {
    config.loadFromFile(kubeconfig);
  } catch (error) {
    // The parser's own message would quote a part of the file, and with it a login.
    const isOfFile = (error as NodeJS.ErrnoException).code !== undefined;
    const found = isOfFile ? wordsOf(error) : "a file that is none";
    throw new Error(`cluster.kubeconfig: expected a kubeconfig, got ${found}`, { cause: error });
  }
  if (context !== undefined) config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  if (cluster === null)
    throw new Error(
      `cluster.context: expected a context of the kubeconfig, got ${JSON.stringify(config.getCurrentContext())}`,
    );
  const address = cluster.server.replace(/\/$/, "");
  const isPlain = address.startsWith("http:");
  const agents: (Agent | PlainAgent)[] = [];
  // The login may be a program that asks a server of its own, so it is asked once.
  const login = once(async () => {
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const { cert, key, ca, rejectUnauthorized, passphrase, pfx, servername, headers, auth } =
      options;
    const tls = Object.fromEntries(
      Object.entries({ cert, key, ca, rejectUnauthorized, passphrase, pfx, servername }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    const pool = { keepAlive: true, maxSockets: 16 };
    const agent = isPlain ? new PlainAgent(pool) : new Agent({ ...pool, ...tls });
    agents.push(agent);
    return { agent, headers, auth };
  });
  return {
    server: cluster.server,
    send: async (verb, path, asked = {}) => {
      const { agent, headers, auth } = await login();
      const url = new URL(`${address}${path}`);
      for (const [key, value] of Object.entries(asked.query ?? {}))
        url.searchParams.set(key, value);
      const type = contentTypes[verb];
      return await exchange(url, asked.body, {
        agent,
        method: verb === "GET" || verb === "POST" ? verb : "PATCH",
        timeout: patience,
        ...(typeof auth === "string" && { auth }),
        headers: {
          ...(headers as Readonly<Record<string, string>> | undefined),
          accept: "application/json",
          ...(type !== undefined && { "content-type": type }),
        },
      });
    },
    close: () => {
      for (const agent of agents) agent.destroy();
    },
  };
}

function exchange(address: URL, body: unknown, options: RequestOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const failed = (error: unknown): void => {
      reject(
        new Error(`cluster: expected ${address.origin} to answer, got ${wordsOf(error)}`, {
          cause: error,
        }),
      );
    };
    const sent = (address.protocol === "http:" ? plainRequest : request)(
      address,
      options,
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", failed);
        response.on("end", () => {
          const now = Date.parse(response.headers.date ?? "");
          resolve({
            status: response.statusCode ?? 0,
            body: fieldsOf(Buffer.concat(chunks)),
            ...(Number.isNaN(now) ? {} : { now }),
          });
        });
      },
    );
    sent.on("timeout", () =>
      sent.destroy(new Error(`no word within ${(options.timeout ?? 0) / 1000} s`)),
    );
    sent.on("error", failed);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** A proxy in between may answer with a page; its words are as good as those of a Status. */
function fieldsOf(text: Buffer): Fields {
  try {
    return JSON.parse(text.toString("utf8")) as Fields;
  } catch {
    return { message: text.toString("utf8").slice(0, 200) };
  }
}

function wordsOf(error: unknown): string {
  // An address that is refused on several families has its reasons inside.
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join(", ");
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}
