import { isRecord, segmentsOf, valueAt } from "../path";
import type { ResourceState, Step } from "../step";
import {
  byField,
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
  type Rule,
  type Surroundings,
} from "./effect";

/** What waits for a configuration to be loaded reads a log, and nothing that builds need. */
const waiting: Rule = (step) =>
  isIn(step, "JenkinsController") &&
  step.name.endsWith("-configuration") &&
  [...grants(step.after)].every((grant) => !isPower(grant))
    ? [safe("for what waits until Jenkins has loaded its configuration")]
    : undefined;

/** What somebody may do in a namespace. */
export const role: Rule = (step, surroundings) => {
  const ofWaiting = step.operation === "update" ? undefined : waiting(step, surroundings);
  if (ofWaiting !== undefined) return ofWaiting;
  if (step.operation === "create") return [newRights(step, surroundings)];
  if (step.operation === "delete" || step.operation === "replace")
    return [
      ...(step.operation === "replace" ? [newRights(step, surroundings)] : []),
      interrupts(`rights of ${objectName(step)} are gone`),
    ];
  const [before, after] = [grants(step.before), grants(step.after)];
  const won = [...after].filter((grant) => !before.has(grant));
  const lost = [...before].filter((grant) => !after.has(grant));
  return [
    ...byField(step, [[/^rules\b/, () => undefined]]),
    ...(won.length > 0 ? [review(`more is allowed: ${won.join(", ")}`)] : []),
    ...(lost.length > 0 ? [interrupts(`less is allowed: ${lost.join(", ")}`)] : []),
  ];
};

/** Rights that are new are judged by what they allow, unless nothing lives in the namespace yet. */
function newRights(step: Step, surroundings: Surroundings): Effect {
  const powers = [...grants(step.after)].filter(isPower);
  return powers.length === 0 || isNewNamespace(namespaceOf(step), surroundings)
    ? safe(`new rights: ${objectName(step)}`)
    : review(`new rights: ${powers.join(", ")}`);
}

/** Whether a right is more than a look at what is no secret. */
function isPower(grant: string): boolean {
  return !/^(get|list|watch) [^*]+$/.test(grant) || /^\w+ secrets\b/.test(grant);
}

function grants(state: ResourceState | undefined): Set<string> {
  const rules = valueAt(state?.inputs, segmentsOf("rules"));
  return new Set(Array.isArray(rules) ? rules.flatMap(grantsOf) : []);
}

function grantsOf(rule: unknown): string[] {
  const list = (key: string): string[] => {
    const found = isRecord(rule) ? rule[key] : undefined;
    return Array.isArray(found) ? found.map(String) : [];
  };
  const names = list("resourceNames");
  const only = names.length === 0 ? "" : ` (${names.join(" ")})`;
  const groups = list("apiGroups");
  const resources = (groups.length === 0 ? [""] : groups).flatMap((apiGroup) =>
    list("resources").map((resource) => (apiGroup === "" ? resource : `${resource}.${apiGroup}`)),
  );
  return list("verbs").flatMap((verb) =>
    [...resources.map((resource) => `${resource}${only}`), ...list("nonResourceURLs")].map(
      (what) => `${verb} ${what}`,
    ),
  );
}

/** Who has the rights. */
export const roleBinding: Rule = (step, surroundings) => {
  const ofWaiting = step.operation === "update" ? undefined : waiting(step, surroundings);
  if (ofWaiting !== undefined) return ofWaiting;
  if (step.operation === "create")
    return [
      isNewNamespace(namespaceOf(step), surroundings) || comesWithItsRole(step, surroundings)
        ? safe(`rights are given: ${objectName(step)}`)
        : review(`rights are given: ${objectName(step)}`),
    ];
  if (step.operation === "delete") return [interrupts("rights are taken away")];
  return [review(`rights go to somebody else: ${objectName(step)}`)];
};

/** Whether the role is made in the same run, and so judged there. */
function comesWithItsRole(step: Step, { steps }: Surroundings): boolean {
  return steps.some(
    (other) =>
      kindOf(other) === "Role" &&
      other.operation === "create" &&
      text(step.after, "roleRef.kind") === "Role" &&
      objectName(other) === text(step.after, "roleRef.name") &&
      namespaceOf(other) === namespaceOf(step),
  );
}

/** An identity of pods. */
export const serviceAccount: Rule = (step, surroundings) => {
  const ofWaiting = step.operation === "update" ? undefined : waiting(step, surroundings);
  if (ofWaiting !== undefined) return ofWaiting;
  if (step.operation === "create") return [safe("new identity of pods")];
  if (step.operation === "delete" || step.operation === "replace")
    return [interrupts("pods that run as it cannot start")];
  return byField(step, [
    [/^imagePullSecrets\b/, () => safe("new pods pull images with other logins")],
    [
      /^automountServiceAccountToken$/,
      ({ after }) =>
        after === false
          ? safe("new pods get no token of the API server")
          : review("new pods get a token of the API server"),
    ],
  ]);
};

/** A field of an identity that the cluster itself has made. */
export const serviceAccountPatch: Rule = (step, surroundings) =>
  step.operation === "delete" || step.operation === "replace"
    ? [interrupts("new pods lose the logins of private registries")]
    : step.operation === "create"
      ? [safe("new pods pull images with the stack's logins")]
      : serviceAccount(step, surroundings);
