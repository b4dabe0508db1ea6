import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import {
  ApiClient,
  ApiError,
  UnreachableError,
} from "../../../../local/plugins/kubernetes/api-client";
import { connect } from "../../../../local/plugins/kubernetes/connection";
import { configurationOf } from "../../../../local/plugins/kubernetes/configuration";
import { refusal, StubApiServer } from "./stub-api-server";

const tls = { rejectUnauthorized: true };

describe("ApiClient", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });
  const listen = async (server: Server): Promise<string> => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  it("carries the server's words, reason and details in an error", async () => {
    const stub = await StubApiServer.start(() =>
      refusal(404, "NotFound", "no such thing", { kind: "pods" }),
    );
    const request = new ApiClient({ server: stub.url, tls }).request("GET", "/api/v1/pods/x");
    await assert.rejects(request, (error) => {
      assert.ok(error instanceof ApiError);
      assert.deepEqual(
        [error.message, error.code, error.reason, error.details["kind"]],
        ["no such thing", 404, "NotFound", "pods"],
      );
      return true;
    });
    await stub.stop();
  });

  it("comes back when a busy server asks it to", async () => {
    let busy = 2;
    const url = await listen(
      createServer((_request, response) => {
        if (busy-- > 0) response.writeHead(429, { "retry-after": "0" }).end("{}");
        else response.end('{"kind": "Pod"}');
      }),
    );
    const client = new ApiClient({ server: url, tls });
    assert.deepEqual(await client.request("GET", "/"), { kind: "Pod" });
  });

  it("sends again what a connection closed by the server never carried", async () => {
    let requests = 0;
    const url = await listen(
      createServer((request, response) => {
        requests += 1;
        if (requests === 2) request.socket.resetAndDestroy();
        else response.end("{}");
      }),
    );
    const client = new ApiClient({ server: url, tls });
    await client.request("GET", "/first");
    await client.request("GET", "/second");
    assert.equal(requests, 3);
  });

  it("counts a server that stays silent as unreachable", async () => {
    const url = await listen(createServer(() => undefined));
    const client = new ApiClient({ server: url, tls }, 50);
    await assert.rejects(client.request("GET", "/version"), (error) => {
      assert.ok(error instanceof UnreachableError);
      assert.equal(error.message, `Get "${url}/version": i/o timeout`);
      return true;
    });
  });

  it("does not go on with credentials that the server refuses", async () => {
    const stub = await StubApiServer.start(() => refusal(401, "Unauthorized", "Unauthorized"));
    const kubeconfig = JSON.stringify(
      {
        "current-context": "c",
        contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
        clusters: [{ name: "c", cluster: { server: stub.url } }],
        users: [{ name: "u", user: { token: "expired" } }],
      },
      undefined,
      1,
    );
    assert.deepEqual(await connect(configurationOf({ kubeconfig })), {
      unreachable: "unable to load schema information from the API server: Unauthorized",
    });
    await stub.stop();
  });
});
