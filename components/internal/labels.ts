import { accepted, refused, type Parsed } from "./parsed";

/** Value of `app.kubernetes.io/part-of` on every object: how objects of this stack are recognised. */
export const partOf = "jenkins-stack";

/**
 * Common labels of an object (E-07).
 *
 * @param component role of the object within the stack, e.g. `controller`
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function labels(component: string): Record<string, string> {
  return { ...selectorLabels(component), "app.kubernetes.io/managed-by": "pulumi" };
}

/** The part of the labels that selects pods. Selectors are immutable, so these never grow. */
export function selectorLabels(component: string): Record<string, string> {
  return {
    "app.kubernetes.io/name": partOf,
    "app.kubernetes.io/component": component,
    "app.kubernetes.io/part-of": partOf,
  };
}

/** Labels of every pod the cloud starts, also of those that pipelines define: policies select them by these. */
export const agentPodLabels = {
  "app.kubernetes.io/component": "agent",
  "app.kubernetes.io/part-of": partOf,
} as const;

/**
 * Reads the value of a label.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function parseLabelValue(text: string): Parsed<string> {
  return /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/.test(text)
    ? accepted(text)
    : refused("a label value of letters, digits and . _ -, at most 63");
}

/** Reads the key of an annotation, e.g. `fluentbit.io/exclude`. Unlike a label's its prefix may be Kubernetes' own. */
export function parseAnnotationKey(text: string): Parsed<string> {
  const [name = "", prefix, ...rest] = text.split("/").reverse();
  return rest.length === 0 &&
    /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(name) &&
    (prefix === undefined || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(prefix))
    ? accepted(text)
    : refused("an annotation key such as fluentbit.io/exclude");
}
