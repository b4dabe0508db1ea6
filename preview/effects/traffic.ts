import { isRecord } from "../path";
import type { ResourceState, Step } from "../step";
import {
  arrow,
  byField,
  group,
  interrupts,
  isIn,
  isNewNamespace,
  kindOf,
  namespaceOf,
  objectName,
  review,
  safe,
  text,
  type Effect,
  type FieldRule,
  type Rule,
  type Surroundings,
} from "./effect";
import { segmentsOf, valueAt } from "../path";

/** Who may talk to whom. */
export const networkPolicy: Rule = (step, surroundings) => {
  const denied = deniedBeside(step, surroundings);
  const free = (state: ResourceState | undefined) =>
    directionsOf(state).filter((direction) => !denied.has(direction));
  if (step.operation === "create") {
    if (isNewNamespace(namespaceOf(step), surroundings))
      return [safe("traffic of the new namespace is limited")];
    const opened = sides.flatMap((side) =>
      denied.has(side) ? entries(step.after, side).map((entry) => ({ side, entry })) : [],
    );
    return [
      ...(free(step.after).length > 0 ? [narrowing("traffic is limited")] : []),
      ...(opened.length > 0 ? [widening(opened.some(({ entry }) => isWide(entry)))] : []),
      ...(free(step.after).length + opened.length === 0 ? [safe("nothing more is allowed")] : []),
    ];
  }
  if (step.operation === "delete" || step.operation === "replace")
    return [
      ...(free(step.before).length > 0
        ? [review(`traffic that ${objectName(step)} has limited is free`)]
        : []),
      narrowing("fewer connections are allowed"),
    ];
  return byField(step, [[/^spec\b/, () => undefined]]).concat(rulesOf(step, denied));
};

const sides = ["ingress", "egress"] as const;

type Side = (typeof sides)[number];

const narrowing = (what: string): Effect =>
  interrupts(`${what}: connections that only the old rules allow end`);

const widening = (wide: boolean): Effect =>
  wide
    ? review("more connections are allowed")
    : safe("more connections within the cluster are allowed");

function rulesOf(step: Step, denied: ReadonlySet<Side>): Effect[] {
  const differ = (one: ResourceState | undefined, other: ResourceState | undefined) =>
    sides.flatMap((side) => {
      const there = new Set(entries(other, side));
      return entries(one, side).filter((rule) => !there.has(rule));
    });
  const lost = differ(step.before, step.after);
  const won = differ(step.after, step.before);
  const [was, is] = [directionsOf(step.before), directionsOf(step.after)];
  const freed = was.filter((side) => !is.includes(side) && !denied.has(side));
  const limited = is.filter((side) => !was.includes(side) && !denied.has(side));
  const others = step.changes.some(({ path }) => /^spec(\.podSelector\b|$)/.test(path));
  return [
    ...(others ? [review("other pods are limited, and those that were are free")] : []),
    ...(freed.length > 0 ? [review(`${freed.join(" and ")} is free`)] : []),
    ...(limited.length > 0 ? [narrowing(`${limited.join(" and ")} is limited`)] : []),
    ...(won.length > 0 ? [widening(won.some(isWide))] : []),
    ...(lost.length > 0 ? [narrowing("fewer connections are allowed")] : []),
  ];
}

/** Whether a peer is more than certain pods or one namespace: networks, namespaces by a label, anybody. */
function isWide(entry: string): boolean {
  const [peer] = JSON.parse(entry) as unknown[];
  if (!isRecord(peer) || peer["ipBlock"] !== undefined) return true;
  const one = valueAt(peer, ["namespaceSelector", "matchLabels", "kubernetes.io/metadata.name"]);
  const pods = peer["podSelector"];
  return one === undefined && !(isRecord(pods) && Object.keys(pods).length > 0);
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

/** Directions that a policy limits; what it does not say follows from its rules. */
function directionsOf(state: ResourceState | undefined): Side[] {
  const types = valueAt(state?.inputs, segmentsOf("spec.policyTypes"));
  if (Array.isArray(types))
    return sides.filter((side) => types.some((type) => String(type).toLowerCase() === side));
  const spec = group(state, "spec");
  return sides.filter((side) => side === "ingress" || spec[side] !== undefined);
}

/**
 * Directions in which other policies deny whatever no policy allows, before and after: there this one only ever allows
 * something.
 */
function deniedBeside(step: Step, { steps }: Surroundings): ReadonlySet<Side> {
  const others = steps.filter(
    (other) =>
      other.urn !== step.urn &&
      other.type === step.type &&
      !["create", "delete", "replace"].includes(other.operation) &&
      namespaceOf(other) === namespaceOf(step) &&
      Object.keys(group(other.after, "spec.podSelector")).length === 0,
  );
  return new Set(
    others.flatMap(({ before, after }) => {
      const was = directionsOf(before ?? after);
      return directionsOf(after).filter((side) => was.includes(side));
    }),
  );
}

/** A stable address in the cluster. */
export const service: Rule = (step, surroundings) => {
  const outside = !["", "ClusterIP"].includes(text(step.after, "spec.type"));
  if (step.operation === "create")
    return [
      outside && !isNewNamespace(namespaceOf(step), surroundings)
        ? review("networks outside the cluster reach a new address")
        : safe("new address in the cluster"),
    ];
  if (isIn(step, "RsyncShare"))
    return step.operation === "delete" || step.operation === "replace"
      ? [interrupts("machines outside no longer reach the rsync daemon")]
      : byField(
          step,
          addressOf("machines outside reach the rsync daemon in another way, or not at all"),
        );
  if (!isIn(step, "JenkinsController")) return undefined;
  if (step.operation === "delete" || step.operation === "replace")
    return [interrupts("Jenkins has no address meanwhile: agents lose it")];
  return byField(step, [
    [
      /^spec\.(ports|selector|clusterIPs?)\b/,
      () => interrupts("agents and users reach Jenkins elsewhere"),
    ],
    ...addressOf("users and webhooks reach Jenkins in another way"),
  ]);
};

/** Fields of a Service that decide who reaches it. */
function addressOf(otherwise: string): FieldRule[] {
  return [
    [
      /^spec\.(type|externalIPs|loadBalancerSourceRanges)\b/,
      ({ path, before, after }) =>
        review(`other networks reach it (${path.replace("spec.", "")} ${arrow(before, after)})`),
    ],
    [/^spec\b/, () => interrupts(otherwise)],
    ...annotated(otherwise),
  ];
}

/** To what stands in front of Jenkins annotations are settings; only these let nobody in or out. */
function annotated(otherwise: string): FieldRule[] {
  return [
    [/^metadata\.annotations(\["pulumi\.com\/|\.description$)/, () => safe("labels only")],
    [
      /^metadata\.annotations\["(cert-manager\.io|external-dns\.[\w.-]+)\//,
      () => interrupts(otherwise),
    ],
    [
      /^metadata\.annotations\b/,
      ({ path }) => review(`who is let in may change (${path.replace("metadata.", "")})`),
    ],
  ];
}

/** How users and webhooks reach Jenkins: an Ingress, a route, a middleware. */
export const exposure: Rule = (step) => {
  if (!isIn(step, "JenkinsController")) return undefined;
  if (step.operation === "create") return [safe("Jenkins is reached from outside by it")];
  if (step.operation === "delete" || step.operation === "replace")
    return [
      /^(Middleware|TLSOption)/.test(kindOf(step))
        ? review(`${kindOf(step)} ${objectName(step)} no longer guards the way to Jenkins`)
        : interrupts("users and webhooks no longer reach Jenkins by it"),
    ];
  return byField(step, [
    [
      /^spec(\.tls\b|$)/,
      ({ after }) =>
        after === undefined
          ? review("Jenkins is reached without TLS: passwords go over the network in clear")
          : interrupts("users and webhooks meet another certificate"),
    ],
    [
      /^spec\b/,
      () =>
        /^(Middleware|TLSOption)/.test(kindOf(step))
          ? review("what guards the way to Jenkins changes")
          : interrupts(
              "users and webhooks reach Jenkins in another way, or elsewhere; builds go on",
            ),
    ],
    ...annotated("users and webhooks reach Jenkins in another way, or elsewhere; builds go on"),
  ]);
};

/** What watches Jenkins: metrics and alerts. */
export const monitoring: Rule = () => [safe("metrics and alerts only")];
