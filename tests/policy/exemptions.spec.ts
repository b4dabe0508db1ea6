import assert from "node:assert/strict";

import { evaluate, type PolicyResource, type PolicySettings } from "../../policy";

const reason = "rsync keeps owners only as root";
const migration = { rule: "restricted-pods", resource: "Pod/home-migration-*", reason } as const;

/** Two pods that nobody can read, which is one finding each. */
const resources = ["home-migration-copy", "home-migration-check"].map(hiddenPod);
const texts = resources.map(
  ({ name }) =>
    `Pod/${name} spec: expected a pod that can be read, got none; set the field as the restricted standard asks: kubernetes.io/docs/concepts/security/pod-security-standards`,
);

describe("exemptions from policies", () => {
  it("take a finding out of those that refuse, and show their reasons", () => {
    const { findings, exempted, notes } = judged({ migration });
    assert.deepEqual([findings, notes], [[], []]);
    assert.deepEqual(
      exempted.map(({ text, exemption, reason: why }) => [text, exemption, why]).sort(),
      texts.map((text) => [text, "migration", reason]).sort(),
    );
  });

  it("take out nothing but what they describe", () => {
    const one = judged({ migration: { ...migration, resource: "Pod/home-migration-copy" } });
    assert.deepEqual(
      one.findings.map(({ text }) => text),
      [texts[1]],
    );
    const other = judged({ migration: { ...migration, rule: "resources-set" } });
    assert.deepEqual(other.findings.map(({ text }) => text).sort(), [...texts].sort());
  });

  it("read no name as a pattern of anything but characters", () => {
    const { findings } = judged({
      migration: { ...migration, resource: "Pod/home.migration.copy" },
    });
    assert.equal(findings.length, 2);
  });

  it("count to the end of their last day, and say when they no longer do", () => {
    const until = "2026-11-21";
    assert.deepEqual(judged({ migration: { ...migration, until } }).findings, []);
    const late = judged({ migration: { ...migration, until } }, "2026-11-22");
    assert.equal(late.findings.length, 2);
    assert.deepEqual(late.notes, [
      'policy.exemptions.migration.until: expected a day from 2026-11-22 on, got "2026-11-21"; it no longer counts',
    ]);
  });

  it("say when nothing needs them", () => {
    const unused = { ...migration, resource: "Pod/gone" };
    assert.deepEqual(judged({ migration, unused }).notes, [
      "policy.exemptions.unused: expected a finding of restricted-pods at Pod/gone, got none; remove the exemption",
    ]);
  });

  it("never let data go, whatever the settings say (P-08)", () => {
    const rule = "data-kept" as unknown as typeof migration.rule;
    const claim = {
      ...hiddenPod("jenkins"),
      type: "kubernetes:core/v1:PersistentVolumeClaim",
      operation: "delete",
    } as const;
    const exemptions = { all: { ...migration, rule, resource: "PersistentVolumeClaim/jenkins" } };
    const { findings, exempted } = evaluate(
      [claim],
      { privilegedNamespaces: [], exemptions },
      "2026-11-21",
    );
    assert.deepEqual(
      findings.map((finding) => finding.rule),
      ["data-kept"],
    );
    assert.deepEqual(exempted, []);
  });
});

function judged(exemptions: PolicySettings["exemptions"], today = "2026-11-21") {
  const { findings, ...rest } = evaluate(
    resources,
    { privilegedNamespaces: [], exemptions },
    today,
  );
  // The namespace without a policy is another rule's.
  return { ...rest, findings: findings.filter(({ rule }) => rule !== "isolated-namespaces") };
}

function hiddenPod(name: string): PolicyResource {
  const labels = {
    "app.kubernetes.io/name": "jenkins-stack",
    "app.kubernetes.io/component": "migration",
    "app.kubernetes.io/part-of": "jenkins-stack",
    "app.kubernetes.io/managed-by": "pulumi",
  };
  return {
    urn: `urn:pulumi:test::jenkins-stack::kubernetes:core/v1:Pod::${name}`,
    type: "kubernetes:core/v1:Pod",
    name,
    inputs: { metadata: { name, namespace: "jenkins", labels }, spec: "[secret]" },
    protect: false,
    retainOnDelete: false,
  };
}
