import { setTimeout as sleep } from "node:timers/promises";

import { propagationPolicyOf, skipsAwait, timeoutOf } from "./annotations";
import { ApiError } from "./api-client";
import { isNotFound, type Cluster, type ObjectReference } from "./cluster";
import { listAt, textAt, type KubernetesObject } from "./objects";
import type { Inputs, Operation } from "./operation";
import { appliedBy } from "./ownership";

// Only these can be left to go on their own; every other kind is waited for whatever the annotation says.
const skippable = ["DaemonSet", "Deployment", "Job", "Namespace", "Pod", "StatefulSet"];

/**
 * Deletes an object, its dependents first, and waits until it is gone. A patch gives up its fields instead
 * and leaves the object. What is gone already counts as deleted.
 *
 * @throws Error when the server refuses or the object is still there when the time is over
 */
export async function remove(
  operation: Operation,
  inputs: Inputs,
  reference: ObjectReference,
  fieldManager: string,
  timeoutSeconds: number,
): Promise<void> {
  const { cluster } = operation;
  if (inputs.kind.patch) return relinquish(cluster, reference, fieldManager);
  try {
    const live = await cluster.get(reference);
    await cluster.delete(reference, propagationPolicyOf(inputs.object));
    if (skipsAwait(inputs.object) && skippable.includes(reference.kind)) return;
    const deadline = Date.now() + timeoutOf(inputs.object, timeoutSeconds, 600) * 1000;
    await untilGone(operation, reference, textAt(live, "metadata", "uid"), deadline);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/**
 * Gives up every field that a manager set by server-side apply.
 *
 * @throws Error when the object cannot be without one of them
 */
export async function relinquish(
  cluster: Cluster,
  reference: ObjectReference,
  fieldManager: string,
): Promise<void> {
  const live = await cluster.find(reference);
  if (live === undefined || !appliedBy(live, fieldManager)) return;
  const { apiVersion, kind, name, namespace } = reference;
  const metadata = namespace === undefined ? { name } : { name, namespace };
  try {
    await cluster.apply({ apiVersion, kind, metadata }, { fieldManager, force: true });
  } catch (error) {
    if (isNotFound(error)) return;
    const field = requiredField(error);
    if (field === undefined) throw error;
    throw new Error(
      `this Patch resource is currently managing a required field, so it can't be deleted directly. Either set the \`retainOnDelete\` resource option, or transfer ownership of the field before deleting: ${field}`,
      { cause: error },
    );
  }
}

async function untilGone(
  { cluster, request }: Operation,
  reference: ObjectReference,
  uid: string | undefined,
  deadline: number,
): Promise<void> {
  let lastProgress = "";
  for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 1.5, 500)) {
    const live = await cluster.find(reference);
    // Another object of the same name is somebody else's.
    if (live === undefined || textAt(live, "metadata", "uid") !== uid) {
      if (lastProgress !== "") request.log("infoStatus", "");
      return;
    }
    const remainingMs = deadline - Date.now();
    if (request.cancelled.aborted) {
      throw new Error(`Resource operation was cancelled for '${reference.name}'`);
    }
    if (remainingMs <= 0) {
      throw new Error(`'${reference.name}' timed out waiting to be deleted${held(live)}`);
    }
    const progress = `Waiting for deletion${held(live)}`;
    // What goes at once needs no line.
    if (pauseMs > 200 && progress !== lastProgress) {
      lastProgress = progress;
      request.log("infoStatus", progress);
    }
    await sleep(Math.min(pauseMs, remainingMs), undefined, { signal: request.cancelled }).catch(
      () => undefined,
    );
  }
}

function held(live: KubernetesObject): string {
  const finalizers = listAt(live, "metadata", "finalizers").filter(
    (finalizer) => typeof finalizer === "string",
  );
  return finalizers.length === 0 ? "" : `; finalizers: ${finalizers.join(", ")}`;
}

function requiredField(error: unknown): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const cause = listAt(error.details, "causes").find(
    (item) => textAt(item, "reason") === "FieldValueRequired",
  );
  return textAt(cause, "field");
}
