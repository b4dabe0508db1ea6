import assert from "node:assert/strict";

import type { NodeView } from "../../doctor/cluster/node-view";
import { readNodes } from "../../doctor/cluster/node-view";
import { nodeFindings } from "../../doctor/cluster/nodes";
import { StandInCluster } from "./support/cluster";
import { said, settings } from "./support/settings";

const label = "network.du5t1n.me/storage";

function node(name: string, changes: Partial<NodeView> = {}): NodeView {
  return {
    ...{ name, labels: { [label]: "" }, arch: "amd64", ready: true, schedulable: true },
    ...{ taints: [], runtime: "containerd://2.1.0" },
    ...changes,
  };
}

const both = [node("worker-1"), node("worker-2")];
const taint = { key: "ci", effect: "NoSchedule" };

describe("nodeFindings", () => {
  const of = (present: readonly NodeView[], changes = {}) =>
    said(nodeFindings(present, settings(changes)));

  it("is content with nodes that are there, ready and labelled (A-21)", () => {
    assert.deepEqual(of([...both, node("other", { labels: {} })]), [
      `ok node worker-1: amd64, ready, labelled ${label}`,
      `ok node worker-2: amd64, ready, labelled ${label}`,
      "ok placement: Jenkins can run on worker-1, worker-2",
    ]);
  });

  it("knows that the label comes with the first up", () => {
    assert.equal(
      of([node("worker-1", { labels: {} }), both[1]!])[0],
      "ok node worker-1: amd64, ready, the next pulumi up labels it",
    );
  });

  it("names the node that was meant (A-33)", () => {
    const [missing] = nodeFindings([node("worker-11"), both[1]!], settings());
    assert.equal(missing?.found, "the cluster has no such node; it has worker-11, worker-2");
    assert.equal(missing.fix, "did you mean worker-11? a missing node fails the preview");
    const many = Array.from({ length: 10 }, (_, index) => node(`machine-${index}`));
    assert.match(nodeFindings(many, settings())[0]!.found, /machine-7 and 2 more$/);
  });

  const troubles: readonly [string, Partial<NodeView>, object, string][] = [
    ["is not ready", { ready: false }, {}, `amd64, not ready, labelled ${label}`],
    ["is cordoned", { schedulable: false }, {}, `amd64, ready, cordoned, labelled ${label}`],
    ["has another architecture (A-09)", { arch: "arm64" }, {}, `arm64, ready, labelled ${label}`],
    [
      "has another CRI-O than its drop-in is for (A-11)",
      { runtime: "cri-o://1.34.3" },
      { "network.crioVersion": "1.35" },
      `amd64, ready, labelled ${label}, cri-o://1.34.3, while network.crioVersion is 1.35`,
    ],
  ];
  for (const [title, changes, settingsOf, found] of troubles)
    it(`warns of a node that ${title}`, () => {
      assert.equal(
        of([node("worker-1", changes), both[1]!], settingsOf)[0],
        `warning node worker-1: ${found}`,
      );
    });

  it("does not judge a runtime that a node does not tell", () => {
    const silent = both.map((one) => ({ ...one, runtime: "" }));
    assert.match(of(silent, { "network.crioVersion": "1.35" })[0]!, /^ok /);
  });

  it("is an error when Jenkins can run nowhere (A-22)", () => {
    const down = both.map((one) => ({ ...one, ready: false }));
    assert.match(of(down).at(-1)!, /^error placement: no node with a storage adapter is ready/);
  });

  it("knows which taints Jenkins tolerates", () => {
    const tainted = both.map((one) => ({ ...one, taints: [taint] }));
    const placement = nodeFindings(tainted, settings()).at(-1);
    assert.equal(placement?.state, "error");
    assert.equal(placement.fix, "tolerate ci in jenkins.tolerations, or take the taint away");
    assert.match(of(tainted, { "jenkins.tolerations": { ci: {} } }).at(-1)!, /^ok placement/);
    const other = { "jenkins.tolerations": { ci: { effect: "NoExecute" } } };
    assert.match(of(tainted, other).at(-1)!, /^error placement/);
    const preferred = both.map((one) => ({
      ...one,
      taints: [{ ...taint, effect: "PreferNoSchedule" }],
    }));
    assert.match(of(preferred).at(-1)!, /^ok placement/);
  });

  it("finds a label that no setting asks for (A-33)", () => {
    assert.deepEqual(of([...both, node("old")]).slice(3), [
      `warning node old: labelled ${label} without being in network.nodes`,
    ]);
  });
});

describe("readNodes", () => {
  it("reads what placement depends on, sorted by name", async () => {
    const item = (name: string, unschedulable?: boolean) => ({
      metadata: { name, labels: { a: "b" } },
      spec: { unschedulable, taints: [taint] },
      status: {
        conditions: [
          { type: "DiskPressure", status: "False" },
          { type: "Ready", status: "True" },
        ],
        nodeInfo: { architecture: "arm64", containerRuntimeVersion: "cri-o://1.35.0" },
      },
    });
    const api = new StandInCluster({ "/api/v1/nodes": { items: [item("b", true), item("a")] } });
    const read = await readNodes(api);
    assert.deepEqual(
      read.map(({ name, schedulable }) => [name, schedulable]),
      [
        ["a", true],
        ["b", false],
      ],
    );
    assert.deepEqual(read[0], {
      ...{ name: "a", labels: { a: "b" }, arch: "arm64", ready: true, schedulable: true },
      ...{ taints: [{ ...taint, value: undefined }], runtime: "cri-o://1.35.0" },
    });
  });

  it("says that they may not be listed", async () => {
    await assert.rejects(readNodes(new StandInCluster()), {
      message:
        "the API server does not list nodes (status 404); give this identity the right to list them",
    });
  });
});
