import { isRecord } from "../path";
import type { ResourceState, Step } from "../step";
import {
  byField,
  group,
  interrupts,
  isIn,
  namespaceOf,
  objectName,
  review,
  safe,
  type Effect,
  type Rule,
  type Surroundings,
} from "./effect";
import { segmentsOf, valueAt } from "../path";

/** Who may talk to whom. */
export const networkPolicy: Rule = (step, surroundings) => {
  const denied = isDenied(step, surroundings);
  if (step.operation === "create") {
    if (isNew(namespaceOf(step), surroundings))
      return [safe("traffic of the new namespace is limited")];
    return [denied ? safe("more connections are allowed") : narrowing("traffic is limited")];
  }
  if (step.operation === "delete" || step.operation === "replace")
    return [
      denied
        ? narrowing("fewer connections are allowed")
        : review(`traffic that ${objectName(step)} has limited is free`),
    ];
  return byField(step, [[/^spec\b/, () => undefined]]).concat(rulesOf(step));
};

const narrowing = (what: string): Effect =>
  interrupts(`${what}: connections that only the old rules allow end`);

function rulesOf(step: Step): Effect[] {
  const sides = ["ingress", "egress"] as const;
  const differ = (one: ResourceState | undefined, other: ResourceState | undefined) =>
    sides.flatMap((side) => {
      const there = new Set(entries(other, side));
      return entries(one, side).filter((rule) => !there.has(rule));
    });
  const lost = differ(step.before, step.after);
  const won = differ(step.after, step.before);
  const scope = step.changes.some(({ path }) => /^spec\.(podSelector|policyTypes)\b/.test(path));
  if (scope) return [narrowing("other pods are limited")];
  if (lost.length > 0) return [narrowing("fewer connections are allowed")];
  return won.length > 0 ? [safe("more connections are allowed")] : [];
}

function entries(state: ResourceState | undefined, side: string): string[] {
  const rules = valueAt(state?.inputs, segmentsOf(`spec.${side}`));
  return Array.isArray(rules) ? rules.flatMap(connections) : [];
}

/** The connections that one rule allows: every peer with every port, so that a longer list is seen to be one. */
function connections(rule: unknown): string[] {
  const list = (key: string): unknown[] => {
    const found = isRecord(rule) ? rule[key] : undefined;
    return Array.isArray(found) && found.length > 0 ? found : ["any"];
  };
  const peers = isRecord(rule) && rule["from"] !== undefined ? list("from") : list("to");
  return peers.flatMap((peer) => list("ports").map((port) => JSON.stringify([peer, port])));
}

/**
 * Whether another policy denies whatever no policy allows, before and after: then this one only ever allows something.
 */
function isDenied(step: Step, { steps }: Surroundings): boolean {
  return steps.some(
    (other) =>
      other.urn !== step.urn &&
      other.type === step.type &&
      !["create", "delete", "replace"].includes(other.operation) &&
      namespaceOf(other) === namespaceOf(step) &&
      Object.keys(group(other.after, "spec.podSelector")).length === 0,
  );
}

/** Whether a namespace comes with the same run: nothing has lived in it yet. */
function isNew(namespace: string, { steps }: Surroundings): boolean {
  return steps.some(
    (step) =>
      step.type === "kubernetes:core/v1:Namespace" &&
      step.operation === "create" &&
      objectName(step) === namespace,
  );
}

/** A stable address in the cluster. */
export const service: Rule = (step) => {
  if (step.operation === "create") return [safe("new address in the cluster")];
  if (isIn(step, "RsyncShare"))
    return [
      step.operation === "delete"
        ? interrupts("machines outside no longer reach the rsync daemon")
        : safe("machines outside reach the rsync daemon in another way"),
    ];
  if (!isIn(step, "JenkinsController")) return undefined;
  if (step.operation === "delete" || step.operation === "replace")
    return [interrupts("Jenkins has no address meanwhile: agents lose it")];
  return byField(step, [
    [
      /^spec\.(ports|selector|clusterIPs?)\b/,
      () => interrupts("agents and users reach Jenkins elsewhere"),
    ],
    [/^spec\b/, () => safe("Jenkins is reached from outside in another way")],
  ]);
};

/** How users and webhooks reach Jenkins: an Ingress, a route, a middleware. */
export const exposure: Rule = (step) => {
  if (!isIn(step, "JenkinsController")) return undefined;
  if (step.operation === "create") return [safe("Jenkins is reached from outside by it")];
  if (step.operation === "delete" || step.operation === "replace")
    return [interrupts("users and webhooks no longer reach Jenkins by it")];
  return [safe("users and webhooks reach Jenkins in another way; builds go on")];
};

/** What watches Jenkins: metrics and alerts. */
export const monitoring: Rule = () => [safe("metrics and alerts only")];
