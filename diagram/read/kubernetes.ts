import { at, groupAt, groupsAt, kindOf, namespaceOf } from "../../policy/inputs";
import type { DiagramResource } from "../topology";

/** The objects of some kinds, by name, so that the picture does not depend on the order of registration. */
export function objects(
  resources: readonly DiagramResource[],
  ...kinds: readonly string[]
): readonly DiagramResource[] {
  return resources
    .filter(
      (resource) => resource.type.startsWith("kubernetes:") && kinds.includes(kindOf(resource)),
    )
    .sort((one, other) => compare(nameOf(one), nameOf(other)));
}

/** Name of an object, or the logical one where Kubernetes draws it. */
export function nameOf({ name, inputs }: DiagramResource): string {
  const given = at(inputs, "metadata", "name");
  return typeof given === "string" ? given : name;
}

/** Namespace of an object; empty where it has none. */
export function spaceOf(resource: DiagramResource): string {
  return namespaceOf(resource) ?? "";
}

/** Role of an object within the stack, from its common labels. */
export function componentOf({ inputs }: DiagramResource): string {
  return textAt(inputs, "metadata", "labels", "app.kubernetes.io/component");
}

/** The text at a path; empty where there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

/** The pod of a workload. */
export function podOf(resource: DiagramResource): Readonly<Record<string, unknown>> {
  const job = kindOf(resource) === "CronJob" ? ["spec", "jobTemplate"] : [];
  return groupAt(resource.inputs, ...job, "spec", "template", "spec");
}

/** Tag of the image of a workload's first container. */
export function imageTag(resource: DiagramResource): string {
  const [container] = groupsAt(podOf(resource), "containers");
  return /:([\w.-]+)(?:@|$)/.exec(textAt(container, "image"))?.[1] ?? "";
}

/** Order that no language of a machine changes. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
