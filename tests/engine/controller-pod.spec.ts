// The controller's pod as the mocks record it, on a real scheduler, StatefulSet controller and eviction API. The
// nodes only play their part: no container runs.
import assert from "node:assert/strict";

import type { Platform } from "../../local/up";
import type { JenkinsControllerArgs } from "../../components/jenkins/jenkins-controller";
import { controller } from "../support/controller";
import { manifests, type Manifest } from "../support/manifests";
import { isReady, isUnschedulable, podThat } from "./support/nodes";
import { kubectl, platform } from "./support/platform";

describe("the controller's pod", () => {
  const namespace = "controller-pod";
  const label = "controller-pod.example/storage";
  const nodes = { key: label, operator: "Exists" } as const;
  let here: Platform;

  before(async () => {
    here = await platform();
    await kubectl(here, ["create", "--filename", "-"], list(surroundings()));
    // The Raspberry Pi as well: its adapter must not make it a candidate.
    await kubectl(here, ["label", "node", "worker-2", "raspberry-pi", `${label}=true`]);
  });

  after(async () => {
    await kubectl(here, ["label", "node", "worker-2", "raspberry-pi", `${label}-`]);
    await kubectl(here, ["delete", "--wait=false", "--filename", "-"], list(surroundings()));
  });

  it("runs on the only amd64 node with a storage adapter (A-09, A-22, E-08)", async () => {
    await deploy({ nodes });
    await rolledOut();
    assert.equal(await nodeOfPod(), "worker-2");
  });

  it("is evicted when its node is drained, and comes back alone (A-13)", async () => {
    const before = await uidOfPod();
    const eviction = {
      apiVersion: "policy/v1",
      kind: "Eviction",
      metadata: { name: "jenkins-0", namespace },
    };
    const path = `/api/v1/namespaces/${namespace}/pods/jenkins-0/eviction`;
    await kubectl(here, ["create", "--raw", path, "--filename", "-"], JSON.stringify(eviction));
    await podThat("another pod to be ready", here, namespace, (pod) => {
      return pod.metadata.uid !== before && isReady(pod);
    });
    assert.equal(await nodeOfPod(), "worker-2");
  });

  it("takes a correction while no node fits it", async () => {
    await deploy({ nodes: { key: "controller-pod.example/missing", operator: "Exists" } });
    await podThat("the pod to find no node", here, namespace, isUnschedulable);
    await deploy({ nodes });
    await rolledOut();
    assert.equal(await nodeOfPod(), "worker-2");
  });

  it("is gone in maintenance, and its claim is not", async () => {
    await deploy({ nodes, maintenance: true });
    await kubectl(here, [...inNamespace, "wait", "pod/jenkins-0", "--for=delete", "--timeout=20s"]);
    const phase = ["--output", "jsonpath={.status.phase}"];
    const claim = await kubectl(here, [...inNamespace, "get", "pvc", "jenkins", ...phase]);
    assert.equal(claim, "Bound");
  });

  const inNamespace = ["--namespace", namespace];

  async function deploy(overrides: Partial<JenkinsControllerArgs>): Promise<void> {
    const deployment = await controller({ namespace, ...overrides });
    const pods = manifests(deployment).filter(({ kind }) =>
      ["StatefulSet", "PodDisruptionBudget"].includes(kind),
    );
    assert.equal(pods.length, 2);
    await kubectl(here, ["apply", "--server-side", "--filename", "-"], list(pods));
  }

  async function rolledOut(): Promise<void> {
    await kubectl(here, [
      ...inNamespace,
      "rollout",
      "status",
      "statefulset/jenkins",
      "--timeout=30s",
    ]);
  }

  function nodeOfPod(): Promise<string> {
    return ofPod("{.items[*].spec.nodeName}");
  }

  function uidOfPod(): Promise<string> {
    return ofPod("{.items[*].metadata.uid}");
  }

  /** Of every pod in the namespace: two would show as two words. */
  function ofPod(path: string): Promise<string> {
    return kubectl(here, [...inNamespace, "get", "pods", "--output", `jsonpath=${path}`]);
  }

  /** What the pod refers to and is not about it. */
  function surroundings(): Manifest[] {
    const capacity = { storage: "1Gi" };
    const accessModes = ["ReadWriteOnce"];
    return [
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: {
          name: namespace,
          labels: { "pod-security.kubernetes.io/enforce": "restricted" },
        } as Manifest["metadata"],
      },
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "jenkins", namespace } },
      {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name: namespace },
        spec: {
          capacity,
          accessModes,
          storageClassName: "",
          persistentVolumeReclaimPolicy: "Retain",
          claimRef: { name: "jenkins", namespace },
          iscsi: {
            targetPortal: "[fd00::10]:3260",
            iqn: "iqn.2000-01.example.nas:jenkins",
            lun: 1,
          },
        },
      },
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: "jenkins", namespace },
        spec: {
          accessModes,
          storageClassName: "",
          volumeName: namespace,
          resources: { requests: capacity },
        },
      },
    ];
  }
});

function list(items: readonly Manifest[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}
