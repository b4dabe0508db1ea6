// Each rule broken on the committed stacks, which break none. Whether the cluster would accept the broken object does
// not matter here.
import assert from "node:assert/strict";

import { evaluate, rules, type PolicyResource } from "../../policy";
import { exemptablePolicies } from "../../stacks/sections/policy";
import { accessBreaches } from "./breaches/access";
import { dataBreaches } from "./breaches/data";
import { podsBreaches } from "./breaches/pods";
import { restrictedBreaches } from "./breaches/restricted";
import { container, controller } from "./support/breach";
import { added, changed, withInput } from "./support/changes";
import { renderedStack, withOneTemplate } from "./support/rendered";

const settings = { privilegedNamespaces: [], exemptions: {} };
const today = "2026-11-21";
const breaches = [...dataBreaches, ...podsBreaches, ...restrictedBreaches, ...accessBreaches];

describe("policies (P-04)", function () {
  // The whole program is rendered, beside whatever else a machine does.
  this.timeout(60_000);
  let committed: readonly (readonly PolicyResource[])[];
  let stack: readonly PolicyResource[];

  before(async () => {
    committed = [await renderedStack("local"), await renderedStack("prod")];
    stack = withOneTemplate(committed[0] ?? []);
  });

  it("find nothing in the committed stacks", () => {
    for (const resources of committed) {
      const { findings, exempted, notes } = evaluate(resources, settings, today);
      assert.deepEqual({ findings, exempted, notes }, { findings: [], exempted: [], notes: [] });
    }
  });

  for (const [title, rule, change, text] of breaches)
    it(`${rule} refuses ${title}`, () => {
      const { findings } = evaluate(change(stack), settings, today);
      const own = findings.filter((finding) => finding.rule === rule);
      const fix = rules.find(({ id }) => id === rule)?.fix;
      assert.equal(own[0]?.text, `${text}; ${fix ?? ""}`);
      assert.equal(own[0].severity, "mandatory");
      assert.doesNotMatch(JSON.stringify(findings), /s3cret/);
    });

  it("are each broken by a test", () => {
    assert.deepEqual(
      [...new Set(breaches.map(([, rule]) => rule))].sort(),
      rules.map(({ id }) => id).sort(),
    );
  });

  it("know the exemptions that the settings know", () => {
    const exemptable = rules.filter((rule) => rule.exemptable).map(({ id }) => id);
    assert.deepEqual(exemptable, [...exemptablePolicies]);
  });

  it("let the stack forget a claim whose data stays (P-08)", () => {
    const forgotten = changed("PersistentVolumeClaim/jenkins-home", () => ({
      operation: "delete",
      retainOnDelete: true,
      protect: false,
    }));
    assert.deepEqual(evaluate(forgotten(stack), settings, today).findings, []);
  });

  it("let a LUN be retired, which deletes nothing (P-08)", () => {
    const retire = "exec node nas/run.cjs lun retire --json";
    const retired = withInput("Command/lun-jenkins", "delete", retire);
    assert.deepEqual(evaluate(retired(stack), settings, today).findings, []);
  });

  it("let privileged pods be where the settings name their namespace (D-08)", () => {
    const builder = added(
      "core/v1:Pod",
      "builder",
      {
        spec: {
          hostPID: true,
          containers: [{ ...container, securityContext: { privileged: true } }],
        },
      },
      "image-builds",
    );
    const found = (privilegedNamespaces: string[]) =>
      new Set(
        evaluate(builder(stack), { ...settings, privilegedNamespaces }, today).findings.map(
          ({ rule }) => rule,
        ),
      );
    assert.deepEqual(
      found([]),
      new Set(["unprivileged-pods", "no-host-access", "restricted-pods", "isolated-namespaces"]),
    );
    assert.deepEqual(found(["image-builds"]), new Set(["isolated-namespaces"]));
  });

  it("let the Jobs that copy a home be root, and nothing more (A-29)", () => {
    const securityContext = {
      runAsUser: 0,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"], add: ["CHOWN", "DAC_OVERRIDE"] },
      seccompProfile: { type: "RuntimeDefault" },
    };
    const found = (component: string, context: object) => {
      const labels = {
        "app.kubernetes.io/name": "jenkins-stack",
        "app.kubernetes.io/part-of": "jenkins-stack",
        "app.kubernetes.io/component": component,
      };
      const spec = { containers: [{ ...container, securityContext: context }] };
      const copy = added("batch/v1:Job", "copy", {
        spec: { template: { metadata: { labels }, spec } },
      });
      return evaluate(copy(stack), settings, today).findings.map(({ text }) =>
        text.replace(/^.*securityContext\.([\w.]+): .*$/, "$1"),
      );
    };
    assert.deepEqual(found("migration", securityContext), []);
    assert.deepEqual(found("other", securityContext), [
      "runAsNonRoot",
      "runAsUser",
      "capabilities.add",
      "capabilities.add",
    ]);
    assert.deepEqual(found("migration", { ...securityContext, privileged: true }), ["privileged"]);
  });

  it("leave alone what was only looked up, and what the update makes known", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const computed = withInput("StatefulSet/jenkins", `${controller}|image`, unknown);
    assert.deepEqual(evaluate(computed(stack), settings, today).findings, []);
    assert.ok(stack.some(({ operation }) => operation === "read"));
  });

  it("say the same in whatever order resources come", () => {
    const broken = withInput("StatefulSet/jenkins", `${controller}|securityContext`, {})(stack);
    const report = evaluate(broken, settings, today);
    assert.ok(report.findings.length > 1);
    assert.deepEqual(evaluate([...broken].reverse(), settings, today), report);
  });
});
