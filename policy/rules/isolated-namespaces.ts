import {
  at,
  groupAt,
  groupsAt,
  isGroup,
  isObject,
  kindOf,
  namespaceOf,
  stays,
  textOf,
  textsAt,
  type Group,
} from "../inputs";
import { startsPods } from "../pods";
import type { PolicyResource } from "../resource";
import type { PolicyRule, PolicyView, Violation } from "../rule";

/** Every namespace with pods denies what no policy allows (E-04). */
export const isolatedNamespaces: PolicyRule = {
  id: "isolated-namespaces",
  description:
    "A network policy denies everything by default in every namespace that has pods, and none takes that back.",
  reason: "a pod that no policy selects talks to everybody, and everybody to it",
  fix: "add a NetworkPolicy with an empty podSelector and the policy types Ingress and Egress, and none that lets everybody through",
  severity: "mandatory",
  exemptable: true,
  scope: "stack",
  *check(view) {
    const objects = view.resources.filter((resource) => isObject(resource) && stays(resource));
    const policies = objects.filter((resource) => kindOf(resource) === "NetworkPolicy");
    const open = namespacesWithPods(objects, view.pods);
    for (const policy of policies) if (deniesAll(policy)) open.delete(namespaceOf(policy) ?? "");
    for (const [namespace, resource] of open)
      yield {
        resource,
        path: "metadata.namespace",
        expected: "a namespace that denies by default",
        value: namespace,
      };
    for (const policy of policies) yield* opened(policy);
  },
};

/**
 * Namespaces in which pods may start, each with the first resource that shows it: a workload, a build or the right to
 * make pods. One that holds Secrets alone, such as that of the CHAP passwords, has no pod that a policy could select.
 */
function namespacesWithPods(
  objects: readonly PolicyResource[],
  pods: PolicyView["pods"],
): Map<string, PolicyResource> {
  const found = new Map<string, PolicyResource>();
  const add = (namespace: string | undefined, resource: PolicyResource) => {
    if (namespace !== undefined && !found.has(namespace)) found.set(namespace, resource);
  };
  for (const resource of objects)
    if (startsPods(kindOf(resource)) || makesPods(resource)) add(namespaceOf(resource), resource);
  for (const { namespace, resource } of pods) add(namespace, resource);
  return found;
}

function makesPods(role: PolicyResource): boolean {
  return (
    kindOf(role) === "Role" &&
    groupsAt(role.inputs, "rules").some(
      (rule) =>
        textsAt(rule, "resources").includes("pods") && textsAt(rule, "verbs").includes("create"),
    )
  );
}

function deniesAll(policy: PolicyResource): boolean {
  const types = textsAt(policy.inputs, "spec", "policyTypes");
  return (
    selectsAll(policy) &&
    types.includes("Ingress") &&
    types.includes("Egress") &&
    groupsAt(policy.inputs, "spec", "ingress").length === 0 &&
    groupsAt(policy.inputs, "spec", "egress").length === 0
  );
}

/** Policies add up: one that lets every pod reach everybody takes back what another denies. */
function* opened(policy: PolicyResource): Generator<Violation> {
  if (!selectsAll(policy)) return;
  for (const [direction, peers] of [
    ["ingress", "from"],
    ["egress", "to"],
  ] as const)
    for (const [index, rule] of groupsAt(policy.inputs, "spec", direction).entries())
      if (
        isEmpty(rule["ports"]) &&
        (isEmpty(rule[peers]) || groupsAt(rule, peers).some(isEverybody))
      )
        yield {
          resource: policy,
          path: `spec.${direction}[${index}]`,
          expected: "peers or ports",
          found: "everybody on every port",
        };
}

function selectsAll(policy: PolicyResource): boolean {
  const selector = at(policy.inputs, "spec", "podSelector");
  return isGroup(selector) && Object.values(selector).every(isEmpty);
}

function isEverybody(peer: Group): boolean {
  const { cidr, except } = groupAt(peer, "ipBlock");
  return /\/0$/.test(textOf(cidr)) && isEmpty(except);
}

/** Whether nothing is stated, which selects everything: no value, an empty list or an empty group. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
