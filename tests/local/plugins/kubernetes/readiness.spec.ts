// Which status counts as ready, kind by kind. That controllers write such a status is shown against a real
// control plane in tests/engine/plugins-kubernetes.
import assert from "node:assert/strict";

import { awaitedKind } from "../../../../local/plugins/kubernetes/await/kinds";
import type { Readiness } from "../../../../local/plugins/kubernetes/await/readiness";
import {
  persistentVolume,
  persistentVolumeClaim,
} from "../../../../local/plugins/kubernetes/await/storage";
import { waitForRule } from "../../../../local/plugins/kubernetes/await/wait-for";
import {
  daemonSet,
  deployment,
  job,
  pod,
  statefulSet,
} from "../../../../local/plugins/kubernetes/await/workloads";
import { ingress } from "../../../../local/plugins/kubernetes/await/network";
import type { Properties } from "../../../../local/plugins/rpc/values";

type Rule = (live: Properties) => Readiness;

const rolledOut = {
  observedGeneration: 2,
  replicas: 3,
  readyReplicas: 3,
  currentReplicas: 3,
  updatedReplicas: 3,
  availableReplicas: 3,
  currentRevision: "b",
  updateRevision: "b",
};
const workload = (status: Properties, spec: Properties = {}): Properties => ({
  metadata: { generation: 2 },
  spec: { replicas: 3, ...spec },
  status,
});
const condition = (type: string, status: string, reason = "", message = ""): Properties => ({
  status: { conditions: [{ type, status, reason, message }] },
});
const phase = (name: string): Properties => ({ status: { phase: name } });
const onDelete = { updateStrategy: { type: "OnDelete" } };
const bound: Rule = (live) => persistentVolumeClaim(live, ["Bound"]);
const lazy: Rule = (live) => persistentVolumeClaim(live, ["Pending"]);

const cases: readonly (readonly [string, Rule, Properties, boolean])[] = [
  ["a StatefulSet rolled out", statefulSet, workload(rolledOut), true],
  [
    "a StatefulSet of an older generation",
    statefulSet,
    workload({ ...rolledOut, observedGeneration: 1 }),
    false,
  ],
  [
    "a StatefulSet with a pod that is not ready",
    statefulSet,
    workload({ ...rolledOut, readyReplicas: 2 }),
    false,
  ],
  [
    "a StatefulSet between revisions",
    statefulSet,
    workload({ ...rolledOut, currentRevision: "a" }),
    false,
  ],
  [
    "a StatefulSet between revisions, updated on delete",
    statefulSet,
    workload({ ...rolledOut, currentRevision: "a", currentReplicas: 0 }, onDelete),
    true,
  ],
  ["a StatefulSet without status", statefulSet, workload({}), false],
  ["a Deployment rolled out", deployment, workload(rolledOut), true],
  ["a Deployment with an old pod left", deployment, workload({ ...rolledOut, replicas: 4 }), false],
  [
    "a Deployment with a pod that is not available",
    deployment,
    workload({ ...rolledOut, availableReplicas: 2 }),
    false,
  ],
  [
    "a DaemonSet on all nodes",
    daemonSet,
    workload({
      observedGeneration: 2,
      desiredNumberScheduled: 2,
      numberReady: 2,
      updatedNumberScheduled: 2,
    }),
    true,
  ],
  [
    "a DaemonSet with an old pod",
    daemonSet,
    workload({
      observedGeneration: 2,
      desiredNumberScheduled: 2,
      numberReady: 2,
      updatedNumberScheduled: 1,
    }),
    false,
  ],
  ["a complete Job", job, condition("Complete", "True"), true],
  ["a suspended Job", job, { spec: { suspend: true } }, true],
  ["a running Job", job, { status: { active: 1 } }, false],
  ["a ready Pod", pod, condition("Ready", "True"), true],
  ["a Pod that is done", pod, phase("Succeeded"), true],
  ["a pending Pod", pod, phase("Pending"), false],
  ["an available volume", persistentVolume, phase("Available"), true],
  ["a bound volume", persistentVolume, phase("Bound"), true],
  ["a released volume", persistentVolume, phase("Released"), false],
  ["a bound claim", bound, phase("Bound"), true],
  ["a pending claim", bound, phase("Pending"), false],
  ["a pending claim that waits for its consumer", lazy, phase("Pending"), true],
  // Measured with the official plugin: such a claim, bound at once, is waited for until the time is over.
  ["a bound claim that was to wait for its consumer", lazy, phase("Bound"), false],
  [
    "an Ingress with an address",
    ingress,
    { status: { loadBalancer: { ingress: [{ ip: "::1" }] } } },
    true,
  ],
  ["an Ingress without address", ingress, { status: { loadBalancer: {} } }, false],
  ["jsonpath that holds", waitForRule("jsonpath={.status.phase}=Running"), phase("Running"), true],
  [
    "jsonpath that does not",
    waitForRule("jsonpath={.status.phase}=Running"),
    phase("Pending"),
    false,
  ],
  [
    "jsonpath into a list",
    waitForRule("jsonpath={.status.list[1].a}=2"),
    { status: { list: [{ a: 1 }, { a: 2 }] } },
    true,
  ],
  ["jsonpath of mere presence", waitForRule("jsonpath={.status.phase}"), phase("x"), true],
  ["a condition that is true", waitForRule("condition=Ready"), condition("Ready", "True"), true],
  ["a condition that is false", waitForRule("condition=Ready"), condition("Ready", "False"), false],
  [
    "a condition that shall be false",
    waitForRule("condition=Ready=False"),
    condition("Ready", "False"),
    true,
  ],
  [
    "one of two expressions",
    waitForRule('["condition=Ready", "condition=Synced"]'),
    condition("Ready", "True"),
    false,
  ],
];

describe("readiness", () => {
  for (const [what, rule, live, ready] of cases) {
    it(`says that ${what} is ${ready ? "ready" : "not ready"}`, () => {
      assert.equal(rule(live).ready, ready);
    });
  }

  it("waits as long as the official plugin does, five minutes for storage whatever the user says", () => {
    const seconds = (apiVersion: string, kind: string): unknown => {
      const awaited = awaitedKind({ apiVersion, kind });
      return awaited?.fixed === true ? `${awaited.seconds} fixed` : awaited?.seconds;
    };
    assert.equal(seconds("apps/v1", "StatefulSet"), 600);
    assert.equal(seconds("networking.k8s.io/v1", "Ingress"), 600);
    assert.equal(seconds("v1", "PersistentVolume"), "300 fixed");
    assert.equal(seconds("v1", "PersistentVolumeClaim"), "300 fixed");
    for (const kind of ["ConfigMap", "Namespace", "ServiceAccount", "Node"]) {
      assert.equal(seconds("v1", kind), undefined, kind);
    }
  });

  it("gives a failed Job up at once, with the reason", () => {
    const live = condition("Failed", "True", "BackoffLimitExceeded", "Job has reached the limit");
    assert.equal(job(live).failed, "Job failed: BackoffLimitExceeded: Job has reached the limit");
  });

  it("refuses a pulumi.com/waitFor that is neither", () => {
    assert.throws(() => waitForRule("phase=Running"), {
      message: 'pulumi.com/waitFor: expected "jsonpath=…" or "condition=…", got "phase=Running"',
    });
  });
});
