import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { Cluster } from "../../../../local/plugins/kubernetes/cluster";
import { configurationOf } from "../../../../local/plugins/kubernetes/configuration";
import type { Operation } from "../../../../local/plugins/kubernetes/operation";
import type { Severity } from "../../../../local/plugins/rpc/provider";
import type { Properties } from "../../../../local/plugins/rpc/values";

/** One request as it arrived. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type Answer = (seen: Seen) => { readonly code?: number; readonly body: unknown };

/** An API server that says what a test wants it to say; only the order and content of requests are real. */
export class StubApiServer {
  readonly seen: Seen[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(answer: Answer): Promise<StubApiServer> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const url = new URL(request.url ?? "/", "http://stub");
        const text = Buffer.concat(parts).toString();
        const seen: Seen = {
          method: request.method ?? "",
          path: url.pathname,
          query: Object.fromEntries(url.searchParams),
          body: text === "" ? undefined : JSON.parse(text),
        };
        stub.seen.push(seen);
        const { code = 200, body } = answer(seen);
        response.writeHead(code, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const stub = new StubApiServer(server, `http://127.0.0.1:${port}`);
    return stub;
  }

  /** An operation on this server; `lines` collects what the plugin would print. */
  operation(lines: string[] = [], settings: Properties = {}): Operation {
    return {
      cluster: new Cluster({ server: this.url, tls: { rejectUnauthorized: true } }),
      configuration: configurationOf(settings),
      request: {
        urn: "urn:it",
        type: "kubernetes:core/v1:ConfigMap",
        name: "it",
        log: (_severity: Severity, message: string) => lines.push(message),
        cancelled: new AbortController().signal,
      },
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A refusal in the form of the API. */
export function refusal(code: number, reason: string, message: string, details: object = {}) {
  return { code, body: { kind: "Status", status: "Failure", code, reason, message, details } };
}
