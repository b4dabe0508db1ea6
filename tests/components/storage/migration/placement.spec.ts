// Where the pod of a phase may run, and which pods it waits for. tests/engine/ schedules it; nothing proves what a kubelet
// mounts.
import assert from "node:assert/strict";

import type { MigrationPhase } from "../../../../components/storage/migration/settings";
import type { VolumeMigrationArgs } from "../../../../components/storage/migration/volume-migration";
import { single } from "../../../support/find";
import { foreign, migration, phases, podOf } from "./migration-run";

const controller = {
  "app.kubernetes.io/name": "jenkins-stack",
  "app.kubernetes.io/component": "controller",
  "app.kubernetes.io/part-of": "jenkins-stack",
};

describe("VolumeMigration", () => {
  it("runs on storage nodes of the architecture alone, and tolerates what the controller does (A-15, A-25)", async () => {
    const { affinity, tolerations } = await podOf({ tolerations: { ci: {} } });
    const terms =
      affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
    assert.deepEqual(single(terms).matchExpressions, [
      { key: "network.example/storage", operator: "Exists" },
      { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
      { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
    ]);
    assert.deepEqual(tolerations, [{ key: "ci", operator: "Exists" }]);
  });

  it("copies beside the running Jenkins (A-29)", async () => {
    const hot = (await podOf({ phase: "precopy" })).affinity;
    assert.deepEqual(hot.podAffinity.requiredDuringSchedulingIgnoredDuringExecution, [
      { labelSelector: { matchLabels: controller }, topologyKey: "kubernetes.io/hostname" },
    ]);
  });

  it("knows the pods of a foreign home by their labels", async () => {
    const { affinity } = await podOf({ ...foreign, phase: "precopy" });
    assert.deepEqual(
      single(affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution).labelSelector,
      { matchLabels: { app: "jenkins" } },
    );
    const users = { matchLabels: { app: "jenkins" } };
    assert.deepEqual(await inTheWay("precopy", foreign), [ownPods("precopy", ["migration"])]);
    assert.deepEqual(await inTheWay("copy", foreign), [
      ownPods("copy", ["controller", "migration"]),
      users,
    ]);
    assert.deepEqual(await inTheWay("switch", foreign), [ownPods("switch", ["migration"]), users]);
  });

  it("waits for its other phases, and the last copy for the controller, with one selector (A-29)", async () => {
    for (const phase of phases) {
      const components = phase === "copy" ? ["controller", "migration"] : ["migration"];
      assert.deepEqual(await inTheWay(phase), [ownPods(phase, components)]);
    }
    const { template } = (await migration()).only("Job").inputs.spec;
    assert.equal(template.metadata.labels["jenkins-stack/migration-phase"], "copy");
  });
});

/** Selectors of the pods that a phase waits for, wherever they run. */
async function inTheWay(phase: MigrationPhase, overrides: Partial<VolumeMigrationArgs> = {}) {
  const { affinity } = await podOf({ ...overrides, phase });
  const terms = affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  assert.ok(terms.every(({ topologyKey }) => topologyKey === "kubernetes.io/os"));
  return terms.map(({ labelSelector }) => labelSelector);
}

/** Pods of the stack with one of these roles, but for those of a phase. */
function ownPods(phase: MigrationPhase, components: readonly string[]) {
  return {
    matchLabels: {
      "app.kubernetes.io/name": "jenkins-stack",
      "app.kubernetes.io/part-of": "jenkins-stack",
    },
    matchExpressions: [
      { key: "app.kubernetes.io/component", operator: "In", values: components },
      { key: "jenkins-stack/migration-phase", operator: "NotIn", values: [phase] },
    ],
  };
}
