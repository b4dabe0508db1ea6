import type { PolicyResource } from "../../../policy";

/** Turns the resources of a stack into others. */
export type Change = (resources: readonly PolicyResource[]) => readonly PolicyResource[];

/** One resource, by the last part of its type and its logical name, with other inputs or options. */
export function changed(
  which: string,
  change: (resource: PolicyResource) => Partial<PolicyResource>,
): Change {
  return (resources) => {
    const [kind = "", name = ""] = which.split("/");
    const found = resources.filter(
      (resource) => resource.type.endsWith(`:${kind}`) && resource.name === name,
    );
    if (found.length !== 1) throw new Error(`expected one ${which}, got ${found.length}`);
    return resources.map((resource) =>
      found.includes(resource) ? { ...resource, ...change(resource) } : resource,
    );
  };
}

/** One resource with another value at a path of its inputs; list entries are found by index. */
export function withInput(which: string, path: string, value: unknown): Change {
  return changed(which, ({ inputs }) => ({
    inputs: replaced(inputs, path.split("|"), value) as PolicyResource["inputs"],
  }));
}

/** One more Kubernetes object with the common labels. */
export function added(type: string, name: string, inputs: object, namespace = "jenkins"): Change {
  const labels = {
    "app.kubernetes.io/name": "jenkins-stack",
    "app.kubernetes.io/component": "test",
    "app.kubernetes.io/part-of": "jenkins-stack",
    "app.kubernetes.io/managed-by": "pulumi",
  };
  return (resources) => [
    ...resources,
    {
      urn: `urn:pulumi:test::jenkins-stack::kubernetes:${type}::${name}`,
      type: `kubernetes:${type}`,
      name,
      inputs: { metadata: { name, namespace, labels }, ...inputs },
      protect: false,
      retainOnDelete: false,
    },
  ];
}

function replaced(value: unknown, path: readonly string[], leaf: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return leaf;
  if (Array.isArray(value))
    return value.map((entry, index) =>
      index === Number(key) ? replaced(entry, rest, leaf) : (entry as unknown),
    );
  const group = (value ?? {}) as Record<string, unknown>;
  return { ...group, [key]: replaced(group[key], rest, leaf) };
}
