import { setTimeout as sleep } from "node:timers/promises";

import { InitializationFailed } from "../rpc/provider";
import { containsUnknown, type Properties } from "../rpc/values";
import { forcesPatch } from "./annotations";
import { ApiError } from "./api-client";
import { awaitReady } from "./await/await";
import { isNotFound, NoMatchError } from "./cluster";
import { fieldManager, plainManager } from "./naming";
import { idOf, textAt, type KubernetesObject } from "./objects";
import {
  awaitContext,
  checkpoint,
  explained,
  messageOf,
  previewed,
  reasonsOf,
  withFoldedStringData,
  type Inputs,
  type Operation,
} from "./operation";

/** Pauses between tries while a namespace or a definition is missing, in seconds. */
const pauses = [2, 4, 8, 16, 32];

/**
 * Creates an object and waits until it is ready. An object that exists already is an error, unless the
 * resource is a patch or the provider upserts. A missing namespace or kind is waited for, a minute in all.
 *
 * @param pauseUnitMs how long a "second" between two tries is; tests shorten it
 * @throws Error when nothing was created, InitializationFailed when the object exists but is not ready
 */
export async function create(
  operation: Operation,
  inputs: Inputs,
  timeoutSeconds: number,
  pauseUnitMs = 1000,
): Promise<{ id: string; outputs: Properties }> {
  const { configuration, request, cluster } = operation;
  const manager = configuration.enableServerSideApply
    ? fieldManager(inputs.object, {})
    : plainManager;
  const created = await send(operation, inputs, manager, pauseUnitMs);
  // A definition brings new kinds; what was discovered before is out of date.
  if (inputs.kind.kind === "CustomResourceDefinition") cluster.forgetKinds();
  const id = idOf(created);
  try {
    await awaitReady(created, awaitContext(operation, inputs.object, timeoutSeconds, true));
  } catch (error) {
    const message = `resource ${JSON.stringify(request.urn)} was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: ${messageOf(error, inputs.marked)}`;
    const live = await latest(operation, created);
    const outputs = checkpoint(live, inputs.marked, manager);
    const reasons = reasonsOf(error, message, inputs.marked);
    throw new InitializationFailed(message, id, inputs.marked, outputs, reasons);
  }
  return { id, outputs: checkpoint(await latest(operation, created), inputs.marked, manager) };
}

/**
 * What `create` would make, checked by the server. The inputs themselves where a dry run would prove nothing:
 * unknown inputs, a patch, a kind or namespace that is not there yet, an object that exists already.
 */
export async function previewCreate(operation: Operation, inputs: Inputs): Promise<Properties> {
  const { cluster, configuration, request } = operation;
  const { kind, marked, object } = inputs;
  const dryRunProvesNothing =
    kind.patch ||
    !configuration.enableServerSideApply ||
    containsUnknown(object) ||
    !(await cluster.knows(kind.apiVersion, kind.kind));
  if (dryRunProvesNothing) return marked;
  const manager = fieldManager(object, {});
  try {
    const options = { fieldManager: manager, dryRun: true };
    const live = configuration.upsertExistingObjects
      ? await cluster.apply(object, { ...options, force: true })
      : await cluster.create(object, options);
    return checkpoint(previewed(live, true), marked, manager);
  } catch (error) {
    if (isMissingNamespace(error) || isReason(error, "Forbidden")) return marked;
    if (isReason(error, "AlreadyExists")) {
      request.log("infoStatus", `Retry #0; creation failed: ${messageOf(error, marked)}`);
      return marked;
    }
    throw failure(operation, inputs, error);
  }
}

async function send(
  operation: Operation,
  inputs: Inputs,
  manager: string,
  pauseUnitMs: number,
): Promise<KubernetesObject> {
  const { cluster, configuration, request } = operation;
  const { kind, object } = inputs;
  const apply = kind.patch || configuration.upsertExistingObjects;
  const folded = withFoldedStringData(object);
  for (let attempt = 0; ; attempt++) {
    try {
      if (!apply) return await cluster.create(folded, { fieldManager: plainManager });
      const force = configuration.enablePatchForce || forcesPatch(object);
      return await cluster.apply(folded, { fieldManager: manager, force });
    } catch (refusal) {
      const error = explained(refusal, manager);
      request.log(
        "infoStatus",
        `Retry #${attempt}; creation failed: ${messageOf(error, inputs.marked)}`,
      );
      const pause = pauses[attempt];
      if (!isNotFound(refusal) || pause === undefined || request.cancelled.aborted) {
        throw failure(operation, inputs, error);
      }
      cluster.forgetKinds();
      await sleep(pause * pauseUnitMs, undefined, { signal: request.cancelled }).catch(
        () => undefined,
      );
    }
  }
}

function failure({ request }: Operation, { kind, marked }: Inputs, error: unknown): Error {
  const urn = JSON.stringify(request.urn);
  const message = messageOf(error, marked);
  if (error instanceof NoMatchError) {
    return new Error(
      `creation of resource ${urn} with kind ${kind.apiVersion}/${kind.kind} failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created: ${message}`,
    );
  }
  const advice = isReason(error, "AlreadyExists")
    ? "; adopt it with the `import` resource option, delete it, or set the provider option `upsertExistingObjects`"
    : "";
  return new Error(
    `resource ${urn} was not successfully created by the Kubernetes API server: ${message}${advice}`,
  );
}

/** The object as it is now, or as last seen: it must not get lost because the server fails now. */
export async function latest(
  { cluster }: Operation,
  seen: KubernetesObject,
): Promise<KubernetesObject> {
  try {
    return await cluster.get({
      apiVersion: textAt(seen, "apiVersion") ?? "",
      kind: textAt(seen, "kind") ?? "",
      name: textAt(seen, "metadata", "name") ?? "",
      namespace: textAt(seen, "metadata", "namespace"),
    });
  } catch {
    return seen;
  }
}

function isMissingNamespace(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    error.code === 404 &&
    textAt(error.details, "kind") === "namespaces"
  );
}

function isReason(error: unknown, reason: string): boolean {
  return error instanceof ApiError && error.reason === reason;
}
