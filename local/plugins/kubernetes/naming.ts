import { createHash, randomBytes } from "node:crypto";

import { isProperties, type Properties } from "../rpc/values";
import { autonamed, fieldManagerOf, isAutonamed } from "./annotations";
import { nameOf, textAt, withValue, type KubernetesObject } from "./objects";

/** The manager of fields set by a POST, and of everything when server-side apply is off. */
export const plainManager = "pulumi-kubernetes";

/**
 * Gives an object without a name one: `<logical name>-<8 hex>`, kept over updates. The engine asks anew,
 * without old inputs and with another seed, when the object must be replaced.
 */
export function withName(
  inputs: KubernetesObject,
  oldInputs: KubernetesObject,
  logicalName: string,
  randomSeed: Buffer,
): KubernetesObject {
  const metadata = inputs["metadata"] ?? {};
  // An unknown or ill-typed metadata cannot be completed; a name that is unknown is a name all the same.
  if (!isProperties(metadata) || "name" in metadata || "generateName" in metadata) return inputs;
  const old = nameOf(oldInputs);
  if (old !== undefined && !isAutonamed(oldInputs)) return inputs;
  const name = old ?? `${logicalName}-${suffix(randomSeed)}`;
  const named = withValue(inputs, ["metadata", "name"], name);
  const annotations = metadata["annotations"];
  if (annotations !== undefined && !isProperties(annotations)) return named;
  return withValue(named, ["metadata", "annotations", autonamed], "true");
}

/** The manager to apply with: from an annotation, else from state, else a new one. */
export function fieldManager(inputs: KubernetesObject, state: Properties): string {
  return (
    fieldManagerOf(inputs) ??
    textAt(state, "__fieldManager") ??
    `${plainManager}-${randomBytes(4).toString("hex")}`
  );
}

function suffix(seed: Buffer): string {
  const bytes =
    seed.length === 0 ? randomBytes(4) : createHash("sha256").update(seed).digest().subarray(0, 4);
  return bytes.toString("hex");
}
