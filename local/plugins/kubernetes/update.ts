import { InitializationFailed } from "../rpc/provider";
import { containsUnknown, isProperties, reveal, type Properties, type Value } from "../rpc/values";
import { forcesPatch } from "./annotations";
import { ApiError } from "./api-client";
import { awaitReady } from "./await/await";
import { NoMatchError, referenceTo } from "./cluster";
import { latest } from "./create";
import { fieldManager, plainManager } from "./naming";
import { equal, idOf, textAt, withValue, type KubernetesObject } from "./objects";
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
import { takeoverPatch, withoutIgnored } from "./ownership";
import { relinquish } from "./delete";

/** One change of an object in place. */
export interface Update {
  readonly olds: Properties;
  readonly oldInputs: Properties;
  readonly inputs: Inputs;
  readonly ignoreChanges: readonly string[];
  readonly timeoutSeconds: number;
}

/**
 * Changes an object by server-side apply and waits until it is ready again.
 *
 * @throws InitializationFailed when the server refuses or the object does not become ready; state then holds
 *   the live object, and the next `up` tries again
 */
export async function update(operation: Operation, change: Update): Promise<Properties> {
  const { inputs, olds } = change;
  const manager = managerOf(operation, change);
  let current: KubernetesObject | undefined;
  try {
    current = await send(operation, change, manager, false);
    const context = awaitContext(operation, inputs.object, change.timeoutSeconds, false);
    await awaitReady(current, context);
  } catch (error) {
    throw await failure(operation, change, manager, explained(error, manager));
  }
  const former = textAt(reveal(olds), "__fieldManager");
  if (former !== undefined && former !== manager && operation.configuration.enableServerSideApply) {
    await relinquish(operation.cluster, referenceTo(current), former);
  }
  return checkpoint(await latest(operation, current), inputs.marked, manager);
}

/** What `update` would make, checked by the server; the inputs themselves where that proves nothing. */
export async function previewUpdate(operation: Operation, change: Update): Promise<Properties> {
  const { kind, marked, object } = change.inputs;
  const dryRunProvesNothing =
    kind.patch ||
    !operation.configuration.enableServerSideApply ||
    containsUnknown(object) ||
    !(await operation.cluster.knows(kind.apiVersion, kind.kind));
  if (dryRunProvesNothing) return marked;
  const manager = managerOf(operation, change);
  try {
    const live = await send(operation, change, manager, true);
    return checkpoint(previewed(live, false), marked, manager);
  } catch (error) {
    if (error instanceof ApiError && error.reason === "Forbidden") return marked;
    throw await failure(operation, change, manager, error);
  }
}

async function send(
  operation: Operation,
  change: Update,
  manager: string,
  dryRun: boolean,
): Promise<KubernetesObject> {
  const { cluster, configuration } = operation;
  const { kind, object } = change.inputs;
  const reference = { ...referenceTo(object), namespace: textAt(object, "metadata", "namespace") };
  let live = await cluster.get(reference);
  if (kind.kind === "CustomResourceDefinition" && !kind.patch) {
    const version = textAt(live, "metadata", "resourceVersion") ?? "";
    const versioned = withValue(object, ["metadata", "resourceVersion"], version);
    return cluster.replace(versioned, { fieldManager: manager, dryRun });
  }
  const folded = withFoldedStringData(object);
  if (!configuration.enableServerSideApply) {
    const old = withFoldedStringData(reveal(change.oldInputs) as Properties);
    const patch = mergePatch(old, folded);
    return cluster.patch(reference, "MERGE-PATCH", patch, { fieldManager: manager, dryRun });
  }
  if (!kind.patch && !dryRun) live = await takeOver(operation, live, manager);
  const body = withoutIgnored(folded, live, change.ignoreChanges, manager);
  // A dry run cannot take over what the POST owns, so it must not stumble over it either.
  const force = dryRun || configuration.enablePatchForce || forcesPatch(object);
  return cluster.apply(body, { fieldManager: manager, dryRun, force });
}

async function takeOver(
  { cluster }: Operation,
  object: KubernetesObject,
  manager: string,
): Promise<KubernetesObject> {
  let live = object;
  for (let attempt = 0; ; attempt++) {
    const patch = takeoverPatch(live, manager);
    if (patch === undefined) return live;
    try {
      return await cluster.patch(referenceTo(live), "JSON-PATCH", patch);
    } catch (error) {
      // A controller wrote in between; look again.
      if (!(error instanceof ApiError) || error.code !== 409 || attempt === 4) throw error;
      live = await cluster.get(referenceTo(live));
    }
  }
}

async function failure(
  operation: Operation,
  { inputs }: Update,
  manager: string,
  error: unknown,
): Promise<Error> {
  const { cluster, request } = operation;
  const message = messageOf(error, inputs.marked);
  const urn = JSON.stringify(request.urn);
  if (error instanceof NoMatchError) {
    return new Error(
      `update of resource ${urn} failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created: ${message}`,
    );
  }
  const live = await cluster.find(referenceTo(inputs.object)).catch(() => undefined);
  if (live === undefined) return new Error(`update of resource ${urn} failed: ${message}`);
  const id = idOf(live);
  const full = `the Kubernetes API server reported that ${JSON.stringify(id)} failed to fully initialize or become live: ${message}`;
  const outputs = checkpoint(live, inputs.marked, manager);
  const reasons = reasonsOf(error, full, inputs.marked);
  return new InitializationFailed(full, id, inputs.marked, outputs, reasons);
}

function managerOf({ configuration }: Operation, { inputs, olds }: Update): string {
  if (!configuration.enableServerSideApply) return plainManager;
  return fieldManager(inputs.object, reveal(olds) as Properties);
}

/** RFC 7386: what turns one object into the other; null removes. */
function mergePatch(olds: Properties, news: Properties): Properties {
  const patch: Record<string, Value> = {};
  for (const name of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    const before = olds[name];
    const after = news[name];
    if (after === undefined) patch[name] = null;
    else if (isProperties(before) && isProperties(after)) patch[name] = mergePatch(before, after);
    else if (!equal(before, after)) patch[name] = after;
  }
  return patch;
}
