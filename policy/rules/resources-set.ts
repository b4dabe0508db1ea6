import { at } from "../inputs";
import type { PolicyRule } from "../rule";

const needed = [
  ["requests", "cpu"],
  ["requests", "memory"],
  ["limits", "memory"],
] as const;

/** Every container of the stack's own pods says what it needs (E-02). */
export const resourcesSet: PolicyRule = {
  id: "resources-set",
  description: "Every container requests CPU and memory, and has a limit of memory.",
  reason: "a container without them is the first to be evicted, or takes its node down with it",
  fix: "set resources.requests.cpu, resources.requests.memory and resources.limits.memory",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ pods }) {
    // Builds are bounded by the limit range of their namespace: a template may leave its resources to that.
    for (const { resource, containers } of pods.filter(({ agent }) => !agent))
      for (const { path, container } of containers)
        for (const [kind, unit] of needed)
          if (at(container, "resources", kind, unit) === undefined)
            yield { resource, path: `${path}.resources.${kind}.${unit}`, expected: "a quantity" };
  },
};
