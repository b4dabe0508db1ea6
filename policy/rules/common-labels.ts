import { at, isObject, stays } from "../inputs";
import type { PolicyResource } from "../resource";
import type { PolicyRule, Violation } from "../rule";

const prefix = "app.kubernetes.io";
const stack = "jenkins-stack";

/** Every object, and every pod of one, says what it belongs to (E-07). */
export const commonLabels: PolicyRule = {
  id: "common-labels",
  description:
    "Every object carries the common labels, and every pod of the stack those it is found by.",
  reason: "an unlabelled object is nobody's: no policy selects it and no recovery adopts it",
  fix: 'give it the labels of its component: labels("<component>")',
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ resources, pods }) {
    for (const resource of resources)
      if (isObject(resource) && stays(resource)) {
        yield* unlabelled(resource, "metadata.labels", resource.inputs);
        yield* unlike(resource, "metadata.labels", resource.inputs, "managed-by", "pulumi");
      }
    for (const { resource, path, metadata, agent } of pods)
      // A pod that is an object of its own has been looked at; agents get their labels from the cloud.
      if (!agent && path !== "spec")
        yield* unlabelled(resource, path.replace(/spec$/, "metadata.labels"), { metadata });
  },
};

function* unlabelled(resource: PolicyResource, path: string, value: unknown): Generator<Violation> {
  yield* unlike(resource, path, value, "name", stack);
  yield* unlike(resource, path, value, "part-of", stack);
  const component = at(value, "metadata", "labels", `${prefix}/component`);
  if (typeof component !== "string" || component === "")
    yield { resource, path: `${path}[${prefix}/component]`, expected: "a role within the stack" };
}

function* unlike(
  resource: PolicyResource,
  path: string,
  object: unknown,
  label: string,
  expected: string,
): Generator<Violation> {
  const key = `${prefix}/${label}`;
  const value = at(object, "metadata", "labels", key);
  if (value !== expected)
    yield { resource, path: `${path}[${key}]`, expected: JSON.stringify(expected), value };
}
