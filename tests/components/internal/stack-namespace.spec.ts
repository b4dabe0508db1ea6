import assert from "node:assert/strict";

import { StackNamespace } from "../../../components/internal/stack-namespace";
import { construct } from "../../support/deploy";

describe("StackNamespace", () => {
  it("makes a protected, labelled namespace that enforces the restricted level (A-03, E-07)", async () => {
    const { inputs, opts } = await namespace();
    assert.deepEqual(inputs.metadata, {
      name: "jenkins",
      labels: {
        "app.kubernetes.io/name": "jenkins-stack",
        "app.kubernetes.io/component": "controller",
        "app.kubernetes.io/part-of": "jenkins-stack",
        "app.kubernetes.io/managed-by": "pulumi",
        "pod-security.kubernetes.io/enforce": "restricted",
      },
    });
    assert.equal(opts.protect, true);
  });

  it("enforces another level when told, and tells what the restricted one would refuse (B-27)", async () => {
    const { labels } = (await namespace({ podSecurity: "baseline" })).inputs.metadata;
    const level = (mode: string) => labels[`pod-security.kubernetes.io/${mode}`];
    assert.deepEqual(["enforce", "audit", "warn"].map(level), [
      "baseline",
      "restricted",
      "restricted",
    ]);
  });

  it("rejects a name that no namespace can have (B-14)", async () => {
    await assert.rejects(
      construct(() => new StackNamespace("x", { namespace: " jenkins", component: "controller" })),
      { message: /^namespace: .*got " jenkins"; remove the space around it$/m },
    );
  });
});

async function namespace(overrides: { podSecurity?: "baseline" } = {}) {
  const args = { namespace: "jenkins", component: "controller", ...overrides };
  const deployment = await construct(() => new StackNamespace("controller-namespace", args));
  return deployment.only("Namespace");
}
