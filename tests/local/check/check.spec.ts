import assert from "node:assert/strict";

import type { Claim, ClusterView, Node, Pod, Volume } from "../../../local/check/cluster-view";
import { controllerPlacement } from "../../../local/check/placement";
import { boundVolume } from "../../../local/check/volume";

const storageLabel = "network.example/storage";

const claim: Claim = {
  metadata: { name: "home" },
  spec: { volumeName: "home" },
  status: { phase: "Bound" },
};

const volume: Volume = {
  metadata: { name: "home" },
  spec: {
    capacity: { storage: "20Gi" },
    iscsi: { targetPortal: "[fd00::10]:3260", iqn: "iqn.2000-01.com.synology:nas.home", lun: 1 },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: storageLabel, operator: "Exists" }] }],
      },
    },
  },
};

/** The same volume, with what it demands of a node. */
function demanding(...nodeSelectorTerms: { key: string; operator: string; values?: string[] }[][]) {
  return {
    ...volume,
    spec: {
      ...volume.spec,
      nodeAffinity: {
        required: {
          nodeSelectorTerms: nodeSelectorTerms.map((matchExpressions) => ({ matchExpressions })),
        },
      },
    },
  };
}

const pod: Pod = {
  metadata: { name: "jenkins-0" },
  spec: { nodeName: "worker", volumes: [{ persistentVolumeClaim: { claimName: "home" } }] },
  status: { phase: "Running" },
};

function node(name: string, arch: string, memory: string, labels: Record<string, string>): Node {
  return {
    metadata: { name, labels: { "kubernetes.io/arch": arch, ...labels } },
    status: { allocatable: { memory } },
  };
}

// The program sets the label with an empty value.
const worker = node("worker", "amd64", "16777216Ki", { [storageLabel]: "" });
const pi = node("pi", "arm64", "64Gi", {});

interface Objects {
  readonly claims: readonly Claim[];
  readonly volumes: readonly Volume[];
  readonly pods: readonly Pod[];
  readonly nodes: readonly Node[];
}

/** A cluster in which everything holds, but for what a test changes. */
function cluster(change: Partial<Objects> = {}): ClusterView {
  const { claims, volumes, pods, nodes }: Objects = {
    claims: [claim],
    volumes: [volume],
    pods: [pod],
    nodes: [worker, pi],
    ...change,
  };
  return {
    claims: () => Promise.resolve([...claims]),
    pods: () => Promise.resolve([...pods]),
    nodes: () => Promise.resolve([...nodes]),
    volume: (name) => {
      const found = volumes.find(({ metadata }) => metadata.name === name);
      return found === undefined ? Promise.reject(new Error(name)) : Promise.resolve(found);
    },
    secret: () => Promise.reject(new Error("no Secret is read here")),
  };
}

describe("boundVolume", () => {
  it("finds the claim of an iSCSI volume among others", async () => {
    const cache: Claim = { ...claim, metadata: { name: "cache" }, spec: { volumeName: "cache" } };
    const nfs: Volume = { metadata: { name: "cache" }, spec: { capacity: { storage: "8Gi" } } };
    const view = cluster({ claims: [cache, claim], volumes: [nfs, volume] });
    const { statement } = await boundVolume(view, "jenkins");
    assert.equal(
      statement,
      "claim jenkins/home is Bound to iSCSI volume home (20Gi on [fd00::10]:3260)",
    );
  });

  it("refuses a claim that is not Bound", async () => {
    const view = cluster({ claims: [{ ...claim, status: { phase: "Lost" } }] });
    await assert.rejects(boundVolume(view, "jenkins"), {
      message: 'claim jenkins/home: expected phase "Bound", got "Lost"',
    });
  });

  it("refuses a namespace without a claim of an iSCSI volume", async () => {
    const nfs: Volume = { metadata: { name: "home" }, spec: { capacity: { storage: "8Gi" } } };
    const waiting: Claim = {
      metadata: { name: "waiting" },
      spec: {},
      status: { phase: "Pending" },
    };
    for (const claims of [[], [claim], [waiting]]) {
      await assert.rejects(boundVolume(cluster({ claims, volumes: [nfs] }), "jenkins"), {
        message: "namespace jenkins: expected a claim bound to an iSCSI volume, got none",
      });
    }
  });
});

describe("controllerPlacement", () => {
  const placement = (change: Partial<Objects> = {}, demanded: Volume = volume) =>
    controllerPlacement(
      cluster(change),
      "jenkins",
      { claim: "home", volume: demanded, statement: "" },
      0,
    );

  it("names the node, and the roomier one that did not get the pod", async () => {
    assert.equal(
      await placement(),
      "pod jenkins/jenkins-0 runs on worker (amd64, storage label), although pi has the most free memory",
    );
  });

  it("takes the label and its values from the volume", async () => {
    const gold = { key: "tier", operator: "In", values: ["gold"] };
    const exists = { key: storageLabel, operator: "Exists" };
    await placement(
      { nodes: [node("worker", "amd64", "1Gi", { tier: "gold" }), pi] },
      demanding([gold]),
    );
    await placement({}, demanding([gold], [exists]));
    await assert.rejects(placement({}, demanding([gold, exists])), {
      message:
        `node worker: expected label tier In ["gold"] and label ${storageLabel} Exists, as volume home demands, ` +
        `got tier=null, ${storageLabel}=""`,
    });
  });

  it("refuses a node of another architecture", async () => {
    const arm = node("worker", "arm64", "16Gi", { [storageLabel]: "" });
    await assert.rejects(placement({ nodes: [arm, pi] }), {
      message: 'node worker: expected label kubernetes.io/arch "amd64", got "arm64"',
    });
  });

  it("refuses a node without the storage label", async () => {
    await assert.rejects(placement({ nodes: [node("worker", "amd64", "16Gi", {}), pi] }), {
      message: `node worker: expected label ${storageLabel} Exists, as volume home demands, got ${storageLabel}=null`,
    });
  });

  it("refuses a volume that demands no label", async () => {
    const anywhere: Volume = { ...volume, spec: { capacity: volume.spec.capacity } };
    for (const demanded of [anywhere, demanding([])]) {
      await assert.rejects(placement({}, demanded), {
        message: "volume home: expected a required node affinity with a label, got none",
      });
    }
  });

  it("refuses to prove anything when the pod's node is the roomiest", async () => {
    const equal = node("other", "amd64", "16Gi", {});
    for (const nodes of [[worker], [worker, equal], [equal, worker]]) {
      await assert.rejects(placement({ nodes }), {
        message:
          'nodes: expected one with more allocatable memory than worker, which the pod runs on, got none above "16777216Ki"',
      });
    }
  });

  it("says everything that does not hold at once", async () => {
    const alone = node("worker", "arm64", "16Gi", {});
    await assert.rejects(placement({ nodes: [alone] }), /arch "amd64".*\n.*Exists.*\nnodes: /);
  });

  it("refuses a node that the cluster does not know", async () => {
    await assert.rejects(placement({ nodes: [pi] }), {
      message: 'pod jenkins/jenkins-0: expected a node of the cluster, got "worker"',
    });
  });

  it("passes over a pod that is being deleted", async () => {
    const ending: Pod = {
      ...pod,
      metadata: { name: "jenkins-0", deletionTimestamp: "2026-01-01T00:00:00Z" },
    };
    await assert.rejects(placement({ pods: [ending] }), {
      message:
        'namespace jenkins: expected a running pod that uses claim home within 0 s, got "Terminating"',
    });
    const next: Pod = { ...pod, metadata: { name: "jenkins-1" } };
    assert.match(
      await placement({ pods: [ending, next] }),
      /^pod jenkins\/jenkins-1 runs on worker /,
    );
  });

  it("refuses a pod that does not run, and pods that do not use the claim", async () => {
    const pending: Pod = { ...pod, status: { phase: "Pending" } };
    await assert.rejects(placement({ pods: [pending] }), /got "Pending"$/);
    const other: Pod = { ...pod, spec: { nodeName: "worker" } };
    await assert.rejects(placement({ pods: [other] }), /got "none"$/);
  });
});
