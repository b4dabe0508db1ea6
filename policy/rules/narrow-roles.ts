import { at, groupAt, groupsAt, kindOf, stays, textsAt } from "../inputs";
import type { PolicyResource } from "../resource";
import type { PolicyRule, Violation } from "../rule";

const fields = ["apiGroups", "resources", "verbs", "nonResourceURLs"];
/** Verbs by which one right becomes every right. */
const raising = ["escalate", "bind", "impersonate"];
/** Groups that the cluster fills on its own: also with accounts that do not exist yet. */
const everybody =
  /^system:(?:masters|authenticated|unauthenticated|nodes|serviceaccounts(?::.*)?)$/;
/** Roles of the cluster that read every Secret or change everything where they are bound. */
const wideRoles = ["cluster-admin", "admin", "edit"];

/** Rights are listed one by one. */
export const narrowRoles: PolicyRule = {
  id: "narrow-roles",
  description:
    "Roles name their resources and verbs, and nobody is bound to a role of the cluster.",
  reason: "a wildcard grants what the next version of the cluster or an operator will add",
  fix: "list the resources and the verbs that are needed",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ resources }) {
    for (const resource of resources.filter(stays)) {
      if (!resource.type.startsWith("kubernetes:rbac.authorization.k8s.io/")) continue;
      if (kindOf(resource).endsWith("Binding")) yield* wideBinding(resource);
      else yield* wideRules(resource);
    }
  },
};

function* wideRules(resource: PolicyResource): Generator<Violation> {
  for (const [index, rule] of groupsAt(resource.inputs, "rules").entries()) {
    for (const field of fields)
      for (const value of textsAt(rule, field))
        if (value.includes("*"))
          yield { resource, path: `rules[${index}].${field}`, expected: "no wildcard", value };
    for (const verb of textsAt(rule, "verbs"))
      if (raising.includes(verb))
        yield {
          resource,
          path: `rules[${index}].verbs`,
          expected: "no right to raise rights",
          value: verb,
        };
  }
}

function* wideBinding(resource: PolicyResource): Generator<Violation> {
  const { name } = groupAt(resource.inputs, "roleRef");
  if (wideRoles.includes(String(name)))
    yield { resource, path: "roleRef.name", expected: "a role of its own", value: name };
  for (const subject of groupsAt(resource.inputs, "subjects")) {
    const group = at(subject, "name");
    if (everybody.test(String(group)))
      yield { resource, path: "subjects", expected: "accounts of the stack", value: group };
  }
}
