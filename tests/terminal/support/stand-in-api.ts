import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";

import { stringify } from "yaml";

/** An HTTP server that answers GET as an API server does, and refuses everything else. */
export class StandInApi {
  readonly #server: Server;
  /** What was asked, as `<method> <path>`. */
  readonly requests: string[] = [];

  constructor(bodies: Readonly<Record<string, unknown>>) {
    this.#server = createServer((request, response) => {
      const { method = "", url = "" } = request;
      this.requests.push(`${method} ${url}`);
      const body = method === "GET" ? bodies[url] : undefined;
      response.statusCode = body === undefined ? 404 : 200;
      response.end(JSON.stringify(body ?? { kind: "Status" }));
    });
  }

  /** Starts it, and writes a kubeconfig that leads to it. */
  async start(kubeconfig: string): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const { port } = this.#server.address() as AddressInfo;
    mkdirSync(dirname(kubeconfig), { recursive: true });
    const name = "test";
    writeFileSync(
      kubeconfig,
      stringify({
        "current-context": name,
        contexts: [{ name, context: { cluster: name, user: name } }],
        clusters: [
          {
            name,
            // Without TLS there is nothing to verify, and clients want that said.
            cluster: {
              server: `http://127.0.0.1:${port}`,
              "insecure-skip-tls-verify": true,
            },
          },
        ],
        users: [{ name, user: { token: "token" } }],
      }),
    );
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A node as the API server has it. */
export function nodeObject(name: string): object {
  return {
    metadata: { name, labels: {} },
    spec: {},
    status: {
      conditions: [{ type: "Ready", status: "True" }],
      nodeInfo: { architecture: "amd64", containerRuntimeVersion: "containerd://2.1.0" },
    },
  };
}
