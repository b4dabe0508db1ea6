import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { JenkinsAddress } from "../../upgrade/jenkins/client";

/** The one administrator of the stand-in. */
export const admin: Readonly<Record<"user" | "password", string>> = {
  user: "admin",
  password: "the-admin-password",
};

const crumb = { field: "Jenkins-Crumb", value: "a-crumb", cookie: "JSESSIONID=node1" };

/**
 * What a Jenkins answers to an upgrade: the login page with its version, crumbs that belong to a session, and quieting
 * down, which blocks until no build runs or the time is up. It starts and ends no build.
 */
export class JenkinsStandIn {
  version = "2.580.2";
  /** Status of every answer, instead of the right one. */
  status: number | undefined;
  busy = 0;
  quieting = false;
  reason = "";
  /** `METHOD path` of every request that was let in, without its query. */
  readonly calls: string[] = [];
  /** What happens while Jenkins blocks: called once for each such request. */
  onBlock: () => void = () => undefined;

  /** How it is reached, also when it is stopped and nobody answers there. */
  readonly address: JenkinsAddress;

  private constructor(private readonly server: Server) {
    const { port } = server.address() as AddressInfo;
    this.address = { url: `http://127.0.0.1:${port}/ci/`, ...admin };
    server.on("request", (request, response) => {
      this.#answer(request, response);
    });
  }

  static async start(): Promise<JenkinsStandIn> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new JenkinsStandIn(server);
  }

  /** How often a path was asked for. */
  count(call: string): number {
    return this.calls.filter((one) => one === call).length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://stand-in");
    const path = pathname.replace(/^\/ci\//, "");
    const end = (status: number, body: unknown = "", headers: Record<string, string> = {}) => {
      response.writeHead(status, { "X-Jenkins": this.version, ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
    if (this.status !== undefined) {
      end(this.status);
      return;
    }
    if (path === "login") {
      end(200);
      return;
    }
    if (!isAdmin(request)) {
      end(401);
      return;
    }
    this.calls.push(`${request.method ?? ""} ${path}`);
    if (request.method === "POST" && !hasCrumb(request)) {
      end(403);
      return;
    }
    switch (path) {
      case "crumbIssuer/api/json":
        end(
          200,
          { crumb: crumb.value, crumbRequestField: crumb.field },
          { "Set-Cookie": `${crumb.cookie}; Path=/; HttpOnly` },
        );
        return;
      case "api/json":
        end(200, { quietingDown: this.quieting, quietDownReason: this.reason });
        return;
      case "computer/api/json":
        end(200, { busyExecutors: this.busy });
        return;
      case "quietDown":
        [this.quieting, this.reason] = [true, searchParams.get("message") ?? ""];
        this.#block(searchParams, () => {
          end(302, "", { Location: "." });
        });
        return;
      case "cancelQuietDown":
        [this.quieting, this.reason] = [false, ""];
        end(302, "", { Location: "." });
        return;
      default:
        end(404);
    }
  }

  #block(query: URLSearchParams, end: () => void): void {
    if (query.get("block") !== "true") {
      end();
      return;
    }
    this.onBlock();
    // Jenkins looks at the clock after its sleep: it never answers before the time is up while something runs.
    if (this.busy > 0 && this.quieting) setTimeout(end, Number(query.get("timeout")) + 2);
    else end();
  }
}

function isAdmin({ headers }: IncomingMessage): boolean {
  const pair = Buffer.from(`${admin.user}:${admin.password}`).toString("base64");
  return headers.authorization === `Basic ${pair}`;
}

/** A crumb is good within its session alone. */
function hasCrumb({ headers }: IncomingMessage): boolean {
  return (
    headers[crumb.field.toLowerCase()] === crumb.value &&
    headers.cookie?.includes(crumb.cookie) === true
  );
}
