import { at, isUnknown, kindOf, withoutSecrets } from "./inputs";
import { podsOf } from "./pods";
import type { PolicyResource } from "./resource";
import type { PolicyRule, PolicySettings, PolicyView, Severity, Violation } from "./rule";
import { rules as everyRule } from "./rules";

/** One broken rule at one resource, in words. */
export interface PolicyFinding {
  /** Id of the rule. */
  readonly rule: string;
  readonly urn: string;
  readonly severity: Severity;
  /** One line: kind and name, field, what was expected, what was found, and the fix. It holds no secret. */
  readonly text: string;
}

/** A finding that the settings accept. */
export interface ExemptedFinding extends PolicyFinding {
  /** Name of the exemption in `policy.exemptions`. */
  readonly exemption: string;
  readonly reason: string;
}

/** What the policies say about a stack. */
export interface PolicyReport {
  /** What nothing exempts. A mandatory one refuses the change. */
  readonly findings: readonly PolicyFinding[];
  readonly exempted: readonly ExemptedFinding[];
  /** Exemptions that have expired or that nothing needs, a line each. */
  readonly notes: readonly string[];
}

type Exemptions = PolicySettings["exemptions"];

/**
 * Applies every rule.
 *
 * @param resources all resources, also those that stay as they are: some rules look at several together
 * @param today the day, as `2027-03-31` in UTC: exemptions end
 */
export function evaluate(
  resources: readonly PolicyResource[],
  settings: PolicySettings,
  today: string,
  rules: readonly PolicyRule[] = everyRule,
): PolicyReport {
  const view = viewOf(resources, settings);
  const { exemptions } = settings;
  const used = new Set<string>();
  const findings: PolicyFinding[] = [];
  const exempted: ExemptedFinding[] = [];
  for (const rule of rules)
    for (const violation of rule.check(view)) {
      const finding = findingOf(rule, violation);
      const name = rule.exemptable
        ? exemptionFor(violation, rule.id, exemptions, today)
        : undefined;
      const exemption = name === undefined ? undefined : exemptions[name];
      if (name === undefined || exemption === undefined) findings.push(finding);
      else {
        used.add(name);
        exempted.push({ ...finding, exemption: name, reason: exemption.reason });
      }
    }
  return { findings, exempted, notes: [...notesOn(exemptions, used, rules, today)] };
}

/** What rules look at: no secret, in an order that does not depend on when a resource was registered. */
function viewOf(
  resources: readonly PolicyResource[],
  { privilegedNamespaces }: PolicySettings,
): PolicyView {
  const shown = resources
    .filter(({ operation }) => operation !== "read")
    .map((resource) => ({
      ...resource,
      inputs: withoutSecrets(resource.inputs) as PolicyResource["inputs"],
    }))
    .sort((one, other) => compare(one.urn, other.urn));
  return { resources: shown, pods: podsOf(shown), settings: { privilegedNamespaces } };
}

function findingOf({ id, severity, fix }: PolicyRule, violation: Violation): PolicyFinding {
  const { resource, path, expected, value } = violation;
  const place = path === "" ? shownName(resource) : `${shownName(resource)} ${path}`;
  const found = violation.found ?? (value === undefined ? "nothing" : JSON.stringify(value));
  const text = `${place}: expected ${expected}, got ${found}; ${fix}`;
  return { rule: id, urn: resource.urn, severity, text };
}

/** Kind and name as `kubectl` and its reader know them; where Kubernetes draws the name, the logical one. */
function shownName(resource: PolicyResource): string {
  const name = at(resource.inputs, "metadata", "name");
  const known = typeof name === "string" && !isUnknown(name) ? name : resource.name;
  return `${kindOf(resource)}/${known}`;
}

/** Name of the first exemption that counts for a violation. */
function exemptionFor(
  { resource }: Violation,
  rule: string,
  exemptions: Exemptions,
  today: string,
): string | undefined {
  const name = shownName(resource);
  return Object.keys(exemptions)
    .sort(compare)
    .find((key) => {
      const exemption = exemptions[key];
      return (
        exemption?.rule === rule &&
        !isOver(exemption.until, today) &&
        matches(name, exemption.resource)
      );
    });
}

function* notesOn(
  exemptions: Exemptions,
  used: ReadonlySet<string>,
  rules: readonly PolicyRule[],
  today: string,
): Generator<string> {
  for (const [name, { rule, resource, until }] of Object.entries(exemptions).sort(
    ([one], [other]) => compare(one, other),
  )) {
    if (!rules.some(({ id }) => id === rule)) continue;
    const path = `policy.exemptions.${name}`;
    if (until !== undefined && isOver(until, today))
      yield `${path}.until: expected a day from ${today} on, got ${JSON.stringify(until)}; it no longer counts`;
    else if (!used.has(name))
      yield `${path}: expected a finding of ${rule} at ${resource}, got none; remove the exemption`;
  }
}

function isOver(until: string | undefined, today: string): boolean {
  return until !== undefined && until < today;
}

/** Whether a name is what a pattern describes; `*` stands for any characters. */
function matches(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}

/** Order that no language of a machine changes. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
