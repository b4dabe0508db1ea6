import assert from "node:assert/strict";

import {
  placement,
  placementText,
  placementWarnings,
  type PlacementArgs,
} from "../../../components/jenkins/placement";

const args: PlacementArgs = {
  arch: "amd64",
  tolerations: {},
  nodeFailureSeconds: 120,
  nodes: { key: "network.example/storage", operator: "Exists" },
};

describe("placement", () => {
  it("requires an amd64 Linux node with a storage adapter, in one term (A-09, A-22, E-08)", () => {
    assert.deepEqual(placement(args).affinity, {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: "network.example/storage", operator: "Exists" },
                { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
                { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
              ],
            },
          ],
        },
      },
    });
  });

  it("gives a lost node the time the settings say, and no more", () => {
    const effect = { operator: "Exists", effect: "NoExecute", tolerationSeconds: 45 };
    assert.deepEqual(placement({ ...args, nodeFailureSeconds: 45 }).tolerations, [
      { key: "node.kubernetes.io/not-ready", ...effect },
      { key: "node.kubernetes.io/unreachable", ...effect },
    ]);
  });

  it("tolerates the taints of nodes that are meant for it", () => {
    const tolerations = {
      "node-role.example/ci": { value: "jenkins", effect: "NoSchedule" },
    } as const;
    const [first, ...lost] = placement({ ...args, tolerations }).tolerations as unknown[];
    assert.deepEqual(first, {
      key: "node-role.example/ci",
      operator: "Equal",
      value: "jenkins",
      effect: "NoSchedule",
    });
    assert.equal(lost.length, 2);
  });

  it("says in words which nodes qualify", () => {
    const node =
      "a node with the labels network.example/storage, kubernetes.io/arch=amd64, kubernetes.io/os=linux";
    assert.equal(placementText(args, undefined), node);
    assert.equal(
      placementText(args, ["worker-2", "worker-1"]),
      `${node}; 2 declared nodes have the label network.example/storage: worker-1, worker-2`,
    );
    assert.equal(
      placementText(args, ["worker-1"]),
      `${node}; 1 declared node has the label network.example/storage: worker-1`,
    );
  });

  it("warns when one node is all there is", () => {
    assert.deepEqual(placementWarnings(["worker-1"]), [
      "nodes: only worker-1 can attach the home, so Jenkins is down whenever that node is",
    ]);
    assert.deepEqual(placementWarnings(["worker-1", "worker-2"]), []);
    assert.deepEqual(placementWarnings(undefined), []);
  });
});
