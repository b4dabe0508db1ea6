import { setTimeout as sleep } from "node:timers/promises";

import { skipsAwait, timeoutOf, waitsFor } from "../annotations";
import { UnreachableError } from "../api-client";
import { isNotFound, referenceTo, type Cluster } from "../cluster";
import { nameOf, namespaceOf, textAt, valueAt, type KubernetesObject } from "../objects";
import { isProperties } from "../../rpc/values";
import { isReady, type Readiness } from "./readiness";
import { awaitedKind, type LiveRule } from "./kinds";
import { waitForRule } from "./wait-for";
import { podProblems } from "./workloads";

/** The object exists but is not what was waited for. */
export class NotReadyError extends Error {
  constructor(
    message: string,
    /** Details, most important first. */
    readonly hints: readonly string[],
  ) {
    super(message);
  }
}

/** What a wait needs besides the object. */
export interface AwaitContext {
  readonly cluster: Cluster;
  readonly inputs: KubernetesObject;
  /** Whether the object was just made, not changed. */
  readonly isNew: boolean;
  /** From the resource option `customTimeouts`, 0 when unset. */
  readonly timeoutSeconds: number;
  /** Prints a progress line beside the resource. */
  readonly progress: (text: string) => void;
  readonly cancelled: AbortSignal;
}

/**
 * Waits until an object is ready, as its kind or its `pulumi.com/waitFor` annotation defines it; at once for
 * a kind without a rule and for `pulumi.com/skipAwait`.
 *
 * @returns the live object
 * @throws NotReadyError when the time is over, the object failed or the operation was cancelled
 */
export async function awaitReady(
  object: KubernetesObject,
  context: AwaitContext,
): Promise<KubernetesObject> {
  const { cluster, inputs } = context;
  const kind = awaitedKind(object);
  const custom = waitsFor(inputs);
  if (skipsAwait(inputs) || (kind === undefined && custom === undefined)) return object;
  const rule: LiveRule =
    custom === undefined
      ? (kind?.rule(cluster, context.isNew) ?? (() => isReady))
      : waitForRule(custom);
  const seconds =
    kind?.fixed === true && custom === undefined
      ? kind.seconds
      : timeoutOf(inputs, context.timeoutSeconds, kind?.seconds ?? 600);
  return poll(object, rule, Date.now() + seconds * 1000, context);
}

/** Throws when an object that was ready is not any more; for a refresh, which does not wait. */
export async function checkReady(
  live: KubernetesObject,
  inputs: KubernetesObject,
  cluster: Cluster,
): Promise<void> {
  const kind = awaitedKind(live);
  if (kind?.onRead !== true || skipsAwait(inputs)) return;
  const custom = waitsFor(inputs);
  const readiness = await (custom === undefined ? kind.rule(cluster, false) : waitForRule(custom))(
    live,
  );
  if (readiness.ready) return;
  throw new NotReadyError(
    `'${nameOf(live) ?? ""}' is not ready`,
    await hintsOf(live, readiness, cluster),
  );
}

/** Whether the object is ready at this moment. */
export async function isReadyNow(live: KubernetesObject, cluster: Cluster): Promise<boolean> {
  const kind = awaitedKind(live);
  return kind === undefined || (await kind.rule(cluster, false)(live)).ready;
}

async function poll(
  object: KubernetesObject,
  rule: LiveRule,
  deadline: number,
  context: AwaitContext,
): Promise<KubernetesObject> {
  let live = object;
  let lastProgress = "";
  for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 1.5, 500)) {
    const readiness = await rule(live);
    if (readiness.ready) {
      // The line would stand beside the finished resource for ever.
      if (lastProgress !== "") context.progress("");
      return live;
    }
    if (readiness.failed !== undefined) {
      throw new NotReadyError(readiness.failed, await hintsOf(live, readiness, context.cluster));
    }
    const remainingMs = deadline - Date.now();
    if (remainingMs <= 0 || context.cancelled.aborted) {
      if (readiness.readyAtTimeout === true) return live;
      const name = nameOf(object) ?? "";
      throw new NotReadyError(
        context.cancelled.aborted
          ? `Resource operation was cancelled for '${name}'`
          : `'${name}' timed out waiting to be Ready`,
        await hintsOf(live, readiness, context.cluster),
      );
    }
    if (readiness.progress !== undefined && readiness.progress !== lastProgress) {
      lastProgress = readiness.progress;
      context.progress(lastProgress);
    }
    await sleep(Math.min(pauseMs, remainingMs), undefined, { signal: context.cancelled }).catch(
      () => undefined,
    );
    try {
      live = await context.cluster.get(referenceTo(object));
    } catch (error) {
      if (isNotFound(error)) throw new NotReadyError(`'${nameOf(object) ?? ""}' was deleted`, []);
      // The server may be away for a moment; the deadline holds all the same.
      if (!(error instanceof UnreachableError)) throw error;
    }
  }
}

async function hintsOf(
  live: KubernetesObject,
  readiness: Readiness,
  cluster: Cluster,
): Promise<readonly string[]> {
  const hints = readiness.hints ?? (readiness.progress === undefined ? [] : [readiness.progress]);
  const labels = valueAt(live, "spec", "selector", "matchLabels");
  if (!isProperties(labels)) return hints;
  const selector = Object.fromEntries(
    Object.keys(labels).map((name) => [name, textAt(labels, name) ?? ""]),
  );
  // Hints are a kindness: without the right to list pods there are none.
  const pods = await cluster.list("v1", "Pod", namespaceOf(live), selector).catch(() => []);
  return [...hints, ...pods.flatMap(podProblems)];
}
