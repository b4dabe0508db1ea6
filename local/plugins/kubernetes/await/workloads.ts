import { listAt, numberAt, textAt, valueAt, type KubernetesObject } from "../objects";
import type { Value } from "../../rpc/values";
import { isReady, type Readiness } from "./readiness";

/** The status of a condition, e.g. `True`, and what the server says about it. */
export function conditionOf(
  live: KubernetesObject,
  type: string,
): { readonly status: string; readonly reason: string; readonly message: string } | undefined {
  const condition = listAt(live, "status", "conditions").find(
    (item) => textAt(item, "type") === type,
  );
  if (condition === undefined) return undefined;
  const part = (name: string): string => textAt(condition, name) ?? "";
  return { status: part("status"), reason: part("reason"), message: part("message") };
}

/** All replicas ready and, after an update, of the new revision. */
export function statefulSet(live: KubernetesObject): Readiness {
  const replicas = replicasOf(live);
  const status = valueAt(live, "status");
  const ready = numberAt(status, "readyReplicas");
  const initial = numberAt(live, "metadata", "generation") <= 1;
  const onDelete = textAt(live, "spec", "updateStrategy", "type") === "OnDelete";
  const replicasReady =
    observed(live) &&
    numberAt(status, "replicas") === replicas &&
    ready === replicas &&
    (numberAt(status, "currentReplicas") === replicas || (onDelete && !initial));
  const revisionReady =
    onDelete || textAt(status, "currentRevision") === textAt(status, "updateRevision");
  if (replicasReady && revisionReady) return isReady;
  const count = `(${ready}/${replicas} Pods ready)`;
  if (initial) return waiting(`[1/2] Waiting for StatefulSet to create Pods ${count}`);
  if (!replicasReady) {
    return waiting(`[1/3] Waiting for StatefulSet update to roll out ${count}`);
  }
  return waiting("[2/3] Waiting for StatefulSet to update .status.currentRevision");
}

/** The newest ReplicaSet rolled out and available. */
export function deployment(live: KubernetesObject): Readiness {
  const replicas = replicasOf(live);
  const status = valueAt(live, "status");
  const available = numberAt(status, "availableReplicas");
  const progressing = conditionOf(live, "Progressing");
  if (observed(live) && progressing?.reason === "ProgressDeadlineExceeded") {
    return { ready: false, failed: `[${progressing.reason}] ${progressing.message}` };
  }
  const rolledOut =
    observed(live) &&
    numberAt(status, "updatedReplicas") >= replicas &&
    numberAt(status, "replicas") <= replicas &&
    available >= replicas;
  if (rolledOut) return isReady;
  return waiting(
    `[1/2] Waiting for app ReplicaSet be available (${available}/${replicas} Pods available)`,
  );
}

/** A pod on every node that should have one, all of the new revision. */
export function daemonSet(live: KubernetesObject): Readiness {
  const status = valueAt(live, "status");
  const desired = numberAt(status, "desiredNumberScheduled");
  const ready = numberAt(status, "numberReady");
  const updated = numberAt(status, "updatedNumberScheduled");
  if (observed(live) && updated === desired && ready >= desired) return isReady;
  return waiting(
    `Waiting for DaemonSet to roll out (${updated}/${desired} updated, ${ready} ready)`,
  );
}

/** Complete, or suspended on purpose; a failed Job stays failed. */
export function job(live: KubernetesObject): Readiness {
  if (valueAt(live, "spec", "suspend") === true) return isReady;
  if (conditionOf(live, "Complete")?.status === "True") return isReady;
  const failed = conditionOf(live, "Failed");
  if (failed?.status === "True") {
    return { ready: false, failed: `Job failed: ${failed.reason}: ${failed.message}` };
  }
  const succeeded = numberAt(live, "status", "succeeded");
  return waiting(
    numberAt(live, "status", "active") === 0
      ? "[1/2] Waiting for Job to start"
      : `[2/2] Waiting for Job to complete (${succeeded} Pods succeeded)`,
  );
}

/** Ready, or done. */
export function pod(live: KubernetesObject): Readiness {
  if (textAt(live, "status", "phase") === "Succeeded") return isReady;
  if (conditionOf(live, "Ready")?.status === "True") return isReady;
  return { ...waiting("Waiting for Pod to be ready"), hints: podProblems(live) };
}

/** What a pod says against itself: not schedulable, containers that wait or have failed. */
export function podProblems(live: KubernetesObject): readonly string[] {
  const name = textAt(live, "metadata", "name") ?? "";
  const scheduled = conditionOf(live, "PodScheduled");
  const problems =
    scheduled?.status === "False" ? [`${scheduled.reason}: ${scheduled.message}`] : [];
  const containers = [
    ...listAt(live, "status", "initContainerStatuses"),
    ...listAt(live, "status", "containerStatuses"),
  ];
  return [...problems, ...containers.flatMap(containerProblem)].map(
    (problem) => `[Pod ${name}]: ${problem}`,
  );
}

function containerProblem(status: Value): readonly string[] {
  const state = valueAt(status, "state");
  const details = valueAt(state, "waiting") ?? valueAt(state, "terminated");
  const reason = textAt(details, "reason");
  const harmless = [undefined, "ContainerCreating", "PodInitializing", "Completed"];
  if (harmless.includes(reason)) return [];
  const message = textAt(details, "message");
  return [
    `container ${JSON.stringify(textAt(status, "name"))}: ${reason ?? ""}${message === undefined ? "" : `: ${message}`}`,
  ];
}

function replicasOf(live: KubernetesObject): number {
  const replicas = valueAt(live, "spec", "replicas");
  return typeof replicas === "number" ? replicas : 1;
}

/** Whether the status speaks of the present specification. */
function observed(live: KubernetesObject): boolean {
  return numberAt(live, "status", "observedGeneration") >= numberAt(live, "metadata", "generation");
}

function waiting(progress: string): Readiness {
  return { ready: false, progress };
}
