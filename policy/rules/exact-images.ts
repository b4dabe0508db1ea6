import { at, isUnknown } from "../inputs";
import type { PolicyRule } from "../rule";

/** A registry with a dot, a port or the name of this machine, then a path. */
const registry = /^(?:localhost|[\w-]+(?:\.[\w-]+)+|[\w.-]+:\d+)(?::\d+)?\//;
/** A full version, a date or a Jenkins build somewhere in the tag. */
const exactTag = /:[\w.-]*?(?:\d+\.\d+\.\d+|\d{8}|\d+\.v[0-9a-f_]+)[\w.-]*$/;
const digest = /@sha256:[0-9a-f]{64}$/;

/** Every container runs an image that can only mean one thing (A-01, E-03). */
export const exactImages: PolicyRule = {
  id: "exact-images",
  description: "Every image names its registry and an exact tag or a digest.",
  reason: "a moving tag is an upgrade at every restart of a pod, and no preview shows it",
  fix: "name a full version such as 2.580.1, a dated tag such as 20260824, or a digest",
  severity: "mandatory",
  exemptable: true,
  scope: "resource",
  *check({ pods }) {
    for (const { resource, containers, agent } of pods)
      for (const { path, container } of containers) {
        const image = at(container, "image");
        // A template may leave the image to the one it inherits from.
        if (isUnknown(image) || (agent && image === undefined)) continue;
        if (typeof image !== "string" || !isExact(image))
          yield {
            resource,
            path: `${path}.image`,
            expected: "an image with its registry and an exact tag or digest",
            value: image,
          };
      }
  },
};

function isExact(image: string): boolean {
  return registry.test(image) && (digest.test(image) || exactTag.test(image));
}
