import * as http from "node:http";
import * as https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

import type { Properties } from "../rpc/values";
import type { Access } from "./kubeconfig";

/** A refusal by the API server, with the server's own words. */
export class ApiError extends Error {
  constructor(
    message: string,
    /** HTTP status code. */
    readonly code: number,
    /** Machine-readable reason, e.g. `AlreadyExists`. */
    readonly reason: string,
    /** The server's details: what was not found, which fields were wrong. */
    readonly details: Properties,
  ) {
    super(message);
  }
}

/** No answer from the API server: address, certificate or network are wrong, or it is down. */
export class UnreachableError extends Error {}

interface Answer {
  readonly code: number;
  readonly text: string;
  /** Set when the server is too busy and says when to come back. */
  readonly retryAfterSeconds: number | undefined;
}

/** As many as client-go makes. */
const mostRetries = 10;

class StaleConnectionError extends UnreachableError {}

/** The verbs of the Kubernetes API and how a body for each is declared. */
export type Method = "GET" | "POST" | "PUT" | "DELETE" | "APPLY" | "JSON-PATCH" | "MERGE-PATCH";
const contentTypes: Readonly<Partial<Record<Method, string>>> = {
  APPLY: "application/apply-patch+yaml",
  "JSON-PATCH": "application/json-patch+json",
  "MERGE-PATCH": "application/merge-patch+json",
};

/** Options of one request; `undefined` values are left out. */
export type Query = Readonly<Record<string, string | undefined>>;

/** JSON over HTTP(S) to one API server, on connections that are kept. */
export class ApiClient {
  readonly #access: Access;
  readonly #agent: http.Agent;
  readonly #timeoutMs: number;

  /** @param timeoutMs longest silence of the server before it counts as unreachable */
  constructor(access: Access, timeoutMs = 30_000) {
    this.#access = access;
    this.#timeoutMs = timeoutMs;
    this.#agent = access.server.startsWith("https:")
      ? new https.Agent({ keepAlive: true, maxSockets: 32, ...access.tls })
      : new http.Agent({ keepAlive: true, maxSockets: 32 });
  }

  /**
   * Sends one request and returns the object of the answer.
   *
   * @throws ApiError when the server refuses, UnreachableError when it does not answer.
   */
  async request(
    method: Method,
    path: string,
    options: { readonly query?: Query; readonly body?: unknown; readonly timeoutMs?: number } = {},
  ): Promise<Properties> {
    const address = new URL(this.#access.server + path);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined) address.searchParams.set(name, value);
    }
    const { code, text } = await this.#insist(method, address, options.body, options.timeoutMs);
    const answer = parse(text);
    if (code < 400) return answer;
    throw new ApiError(
      typeof answer["message"] === "string" ? answer["message"] : httpMessage(code, text),
      code,
      typeof answer["reason"] === "string" ? answer["reason"] : "",
      (answer["details"] as Properties | undefined) ?? {},
    );
  }

  /** Sends again what the server asks to send later, and what a connection closed by it never carried. */
  async #insist(...request: Parameters<ApiClient["send"]>): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await this.send(...request);
        if (answer.retryAfterSeconds === undefined || attempt > mostRetries) return answer;
        await sleep(answer.retryAfterSeconds * 1000);
      } catch (error) {
        if (!(error instanceof StaleConnectionError) || attempt > mostRetries) throw error;
      }
    }
  }

  private send(
    method: Method,
    address: URL,
    body: unknown,
    timeoutMs = this.#timeoutMs,
  ): Promise<Answer> {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const request = (address.protocol === "https:" ? https : http).request(address, {
      method: contentTypes[method] === undefined ? method : "PATCH",
      agent: this.#agent,
      timeout: timeoutMs,
      headers: {
        accept: "application/json",
        "user-agent": "pulumi-kubernetes",
        ...(this.#access.authorization === undefined
          ? {}
          : { authorization: this.#access.authorization }),
        ...(payload === undefined
          ? {}
          : {
              "content-type": contentTypes[method] ?? "application/json",
              "content-length": payload.length,
            }),
      },
    });
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        const verb = method.charAt(0) + method.slice(1).toLowerCase();
        const stale =
          request.reusedSocket && (error as NodeJS.ErrnoException).code === "ECONNRESET";
        const Kind = stale ? StaleConnectionError : UnreachableError;
        reject(new Kind(`${verb} ${JSON.stringify(address.href)}: ${reasonOf(error)}`));
      };
      request.on("timeout", () => request.destroy(new Error("i/o timeout")));
      request.on("error", fail);
      request.on("response", (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", fail);
        response.on("end", () => {
          resolve({
            code: response.statusCode ?? 0,
            text: Buffer.concat(parts).toString("utf8"),
            retryAfterSeconds: retryAfter(response),
          });
        });
      });
      request.end(payload);
    });
  }
}

function retryAfter({ statusCode = 0, headers }: http.IncomingMessage): number | undefined {
  const seconds = Number(headers["retry-after"]);
  const busy = statusCode === 429 || statusCode >= 500;
  return busy && headers["retry-after"] !== undefined && seconds >= 0 ? seconds : undefined;
}

function parse(text: string): Properties {
  try {
    return JSON.parse(text) as Properties;
  } catch {
    return {};
  }
}

function httpMessage(code: number, text: string): string {
  if (code === 401) return "the server has asked for the client to provide credentials";
  return `the server answered ${code} ${http.STATUS_CODES[code] ?? ""}: ${text.slice(0, 200).trim()}`;
}

function reasonOf(error: Error): string {
  const { code, address, port } = error as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  if (code === "ECONNREFUSED")
    return `dial tcp ${address ?? ""}:${port ?? ""}: connect: connection refused`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `dial tcp: lookup failed: no such host`;
  return error.message;
}
