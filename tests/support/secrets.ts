import * as pulumi from "@pulumi/pulumi";

/** Whether a recorded input is wrapped as a secret on the wire. */
export function isSecret(value: unknown): boolean {
  return pulumi.runtime.isRpcSecret(value);
}

/** A recorded input with every secret wrapper removed, at any depth. */
export function unwrapped(value: unknown): unknown {
  if (isSecret(value)) return unwrapped(pulumi.runtime.unwrapRpcSecret(value));
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, unwrapped(child)]));
}

/** Paths at which one of the secrets occurs outside a secret wrapper. */
export function leaks(value: unknown, secrets: readonly string[], path = ""): string[] {
  if (isSecret(value)) return [];
  if (typeof value === "string")
    return secrets.some((secret) => value.includes(secret)) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...(secrets.some((secret) => key.includes(secret)) ? [`${path}.${key}`] : []),
    ...leaks(child, secrets, `${path}.${key}`),
  ]);
}
