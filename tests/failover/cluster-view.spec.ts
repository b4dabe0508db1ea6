import assert from "node:assert/strict";

import type { Answer, ClusterApi, Fields } from "../../cluster-api";
import { ClusterView } from "../../failover";
import { vouched } from "../../failover/gone";

const now = Date.parse("2026-11-21T12:00:00Z");
const leasePath = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/worker-1";
const node = {
  metadata: { name: "worker-1", resourceVersion: "7" },
  spec: { taints: [{ key: "other", effect: "NoSchedule" }] },
  status: {
    conditions: [{ type: "Ready", status: "Unknown", lastHeartbeatTime: "2026-11-21T11:50:00Z" }],
  },
};

describe("ClusterView", () => {
  it("counts from the lease by the clock of the API server", async () => {
    const lease = { spec: { renewTime: "2026-11-21T11:58:30.000000Z" } };
    const view = viewOf({ "/api/v1/nodes/worker-1": [200, node], [leasePath]: [200, lease] });
    const { ready, silentSeconds, taints } = await view.node("worker-1");
    assert.deepEqual([ready, silentSeconds, taints], ["Unknown", 90, node.spec.taints]);
  });

  it("counts from the heartbeat where there is no lease, and from nothing where there is neither", async () => {
    const without = await viewOf({ "/api/v1/nodes/worker-1": [200, node] }).node("worker-1");
    assert.equal(without.silentSeconds, 600);
    const bare = { metadata: node.metadata };
    const neither = await viewOf({ "/api/v1/nodes/worker-1": [200, bare] }).node("worker-1");
    assert.deepEqual([neither.ready, neither.silentSeconds], ["Unknown", undefined]);
  });

  it("knows no node that is not there, and guesses nothing that it may not read", async () => {
    await assert.rejects(viewOf({}).node("worker-9"), {
      kind: "request",
      message: '--node: expected a node of the cluster, got "worker-9"',
    });
    const forbidden = viewOf({
      "/api/v1/nodes/worker-1": [200, node],
      [leasePath]: [403, { message: "leases is forbidden" }],
    });
    await assert.rejects(forbidden.node("worker-1"), {
      kind: "failed",
      message: `cluster: expected to read ${leasePath}, got 403 "leases is forbidden"`,
    });
  });

  it("replaces the taints it has read, and reads again when another was faster", async () => {
    const sent: unknown[] = [];
    const view = viewOf({ "/api/v1/nodes/worker-1": [200, node] }, sent, [409, 200]);
    await view.setTaints("worker-1", vouched);
    assert.equal(sent.length, 2);
    assert.deepEqual(sent[1], {
      metadata: { resourceVersion: "7" },
      spec: { taints: vouched(node.spec.taints) },
    });
    await view.setTaints("worker-1", (taints) => taints);
    assert.equal(sent.length, 2);
  });
});

function viewOf(
  objects: Readonly<Record<string, readonly [number, Fields]>>,
  sent: unknown[] = [],
  patched: number[] = [],
): ClusterView {
  const api: ClusterApi = {
    server: "https://cluster.example",
    send: (verb, path, asked) => {
      const answer = (status: number, body: Fields): Promise<Answer> =>
        Promise.resolve({ status, body, now });
      if (verb === "MERGE") {
        sent.push(asked?.body);
        return answer(patched.shift() ?? 200, {});
      }
      return answer(...(objects[path] ?? ([404, {}] as const)));
    },
    close: () => undefined,
  };
  return new ClusterView(api, "jenkins");
}
