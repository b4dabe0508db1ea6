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
