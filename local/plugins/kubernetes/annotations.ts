import { annotationOf, textAt, type KubernetesObject } from "./objects";

/** Marks a name that the plugin chose, so that a replacement may take a new one. */
export const autonamed = "pulumi.com/autonamed";

/** `pulumi.com/skipAwait`: report success as soon as the server has accepted the object. */
export function skipsAwait(inputs: KubernetesObject): boolean {
  return annotationOf(inputs, "pulumi.com/skipAwait") === "true";
}

/** `pulumi.com/patchForce`: take over fields that another manager owns. */
export function forcesPatch(inputs: KubernetesObject): boolean {
  return annotationOf(inputs, "pulumi.com/patchForce") === "true";
}

/** `pulumi.com/patchFieldManager`: the manager name to apply with instead of a generated one. */
export function fieldManagerOf(inputs: KubernetesObject): string | undefined {
  return annotationOf(inputs, "pulumi.com/patchFieldManager") || undefined;
}

/** `pulumi.com/replaceUnready`: replace a Job that is not complete. */
export function replacesUnready(inputs: KubernetesObject): boolean {
  return annotationOf(inputs, "pulumi.com/replaceUnready") === "true";
}

/** `pulumi.com/waitFor`: conditions that stand in for the built-in rule. */
export function waitsFor(inputs: KubernetesObject): string | undefined {
  return annotationOf(inputs, "pulumi.com/waitFor") || undefined;
}

/** `pulumi.com/deletionPropagationPolicy`, default foreground. */
export function propagationPolicyOf(
  inputs: KubernetesObject,
): "Foreground" | "Background" | "Orphan" {
  const policy = annotationOf(inputs, "pulumi.com/deletionPropagationPolicy")?.toLowerCase();
  if (policy === "background") return "Background";
  return policy === "orphan" ? "Orphan" : "Foreground";
}

/**
 * How long to wait, in seconds: the resource option `customTimeouts`, else `pulumi.com/timeoutSeconds`,
 * else the default of the kind.
 */
export function timeoutOf(
  inputs: KubernetesObject,
  optionSeconds: number,
  defaultSeconds: number,
): number {
  if (optionSeconds > 0) return optionSeconds;
  const annotated = Number(annotationOf(inputs, "pulumi.com/timeoutSeconds"));
  return Number.isFinite(annotated) && annotated > 0 ? annotated : defaultSeconds;
}

/** Whether the name was chosen by the plugin. */
export function isAutonamed(inputs: KubernetesObject): boolean {
  return textAt(inputs, "metadata", "annotations", autonamed) === "true";
}
