import { at, groupAt, groupsAt, isObject, kindOf, namespaceOf, stays, textsAt } from "../inputs";
import { startsPods } from "../pods";
import type { PolicyResource } from "../resource";
import type { PolicyRule, PolicyView } from "../rule";

/** Every namespace with pods denies what no policy allows (E-04). */
export const isolatedNamespaces: PolicyRule = {
  id: "isolated-namespaces",
  description: "A network policy denies everything by default in every namespace that has pods.",
  reason: "a pod that no policy selects talks to everybody, and everybody to it",
  fix: "add a NetworkPolicy with an empty podSelector and the policy types Ingress and Egress",
  severity: "mandatory",
  exemptable: true,
  scope: "stack",
  *check(view) {
    const objects = view.resources.filter((resource) => isObject(resource) && stays(resource));
    const open = namespacesWithPods(objects, view.pods);
    for (const policy of objects.filter((resource) => kindOf(resource) === "NetworkPolicy"))
      if (deniesAll(policy)) open.delete(namespaceOf(policy) ?? "");
    for (const [namespace, resource] of open)
      yield {
        resource,
        path: "metadata.namespace",
        expected: "a namespace that denies by default",
        value: namespace,
      };
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
  const selector = at(policy.inputs, "spec", "podSelector");
  return (
    selector !== undefined &&
    Object.keys(groupAt(selector)).length === 0 &&
    types.includes("Ingress") &&
    types.includes("Egress") &&
    groupsAt(policy.inputs, "spec", "ingress").length === 0 &&
    groupsAt(policy.inputs, "spec", "egress").length === 0
  );
}
