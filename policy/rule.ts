import type { Sections } from "../stacks/settings";
import type { PolicyPod } from "./pod";
import type { PolicyResource } from "./resource";

/** What the settings say about policies. */
export type PolicySettings = Sections["policy"];

/** How much a finding weighs: a mandatory one refuses the change, an advisory one is shown. */
export type Severity = "mandatory" | "advisory";

/** Everything a rule may look at. */
export interface PolicyView {
  /** Resources that are there afterwards, or are about to go; those that were only looked up are left out. */
  readonly resources: readonly PolicyResource[];
  /** Every pod that the resources describe, templates of agents among them. */
  readonly pods: readonly PolicyPod[];
  readonly settings: Pick<PolicySettings, "privilegedNamespaces">;
}

/** One place where a rule is broken. */
export interface Violation {
  readonly resource: PolicyResource;
  /** Field of the resource, e.g. `spec.persistentVolumeReclaimPolicy`; empty when it is about the whole of it. */
  readonly path: string;
  /** What was expected, as it follows the word "expected". */
  readonly expected: string;
  /** The value found. */
  readonly value?: unknown;
  /** What was found in words, where the value is secret, long or of no use. */
  readonly found?: string;
}

/** A rule that no stack may break. */
export interface PolicyRule {
  /** Its name in findings and in exemptions. */
  readonly id: string;
  /** What holds, in one sentence. */
  readonly description: string;
  /** What happens where it does not hold. */
  readonly reason: string;
  /** What to do about a finding. */
  readonly fix: string;
  readonly severity: Severity;
  /** Whether the settings may exempt a resource from it. Nothing is exempt from keeping data. */
  readonly exemptable: boolean;
  /** Whether one resource is enough to judge it; otherwise it needs all of them at once. */
  readonly scope: "resource" | "stack";
  /** Every violation, in the order of the resources. Pure: the same view has the same violations. */
  readonly check: (view: PolicyView) => Iterable<Violation>;
}
