import { at, groupsAt, type Group } from "./inputs";
import type { PolicyResource } from "./resource";

/** A container, and where it stands. */
export interface PolicyContainer {
  /** Field of the resource, with the container's name, e.g. `spec.template.spec.containers[jenkins]`. */
  readonly path: string;
  readonly container: Group;
}

/** A pod that a resource describes. */
export interface PolicyPod {
  readonly resource: PolicyResource;
  /** Field that holds the pod's spec, e.g. `spec.template.spec`. */
  readonly path: string;
  readonly spec: Group;
  /** Metadata of the pod, where the resource states it. */
  readonly metadata: Group;
  /** Every container, init containers and sidecars among them. */
  readonly containers: readonly PolicyContainer[];
  /** Namespace it runs in; nothing when it is not known yet. */
  readonly namespace: string | undefined;
  /**
   * Whether Jenkins makes it for a build, from a template in its configuration. Such a pod is merged from several
   * parts, so that what one of them leaves out may stand in another.
   */
  readonly agent: boolean;
}

/** The containers of a pod's spec, with their paths. */
export function containersOf(spec: Group, path: string): readonly PolicyContainer[] {
  return ["initContainers", "containers", "ephemeralContainers"].flatMap((list) =>
    groupsAt(spec, list).map((container) => ({
      path: `${path}.${list}[${String(at(container, "name"))}]`,
      container,
    })),
  );
}
