import type { Platform } from "../../../local/up";
import { kubectl, until } from "./platform";

/** A pod, as far as its place goes. */
export interface PlacedPod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: { readonly nodeName?: string };
  readonly status?: { readonly phase?: string; readonly conditions?: readonly PodCondition[] };
}

interface PodCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

/** The pods of a namespace. */
export async function podsOf(here: Platform, namespace: string): Promise<readonly PlacedPod[]> {
  const options = ["--namespace", namespace, "--output", "json"];
  const printed = await kubectl(here, ["get", "pods", ...options]);
  return (JSON.parse(printed) as { items: PlacedPod[] }).items;
}

/**
 * Waits for a pod that is as asked. What `kubectl wait` gives up at is no matter here: the pod may not be there yet, or
 * go and come again meanwhile, as that of a StatefulSet does.
 */
export function podThat(
  what: string,
  here: Platform,
  namespace: string,
  asked: (pod: PlacedPod) => boolean,
): Promise<PlacedPod> {
  return until(what, async () => (await podsOf(here, namespace)).find(asked));
}

/** Whether the scheduler has found no node for a pod. */
export function isUnschedulable({ status }: PlacedPod): boolean {
  return (status?.conditions ?? []).some(({ reason }) => reason === "Unschedulable");
}

/** Whether a pod is ready. */
export function isReady({ status }: PlacedPod): boolean {
  return (status?.conditions ?? []).some((one) => one.type === "Ready" && one.status === "True");
}

/** The node that the controller runs on. */
export async function controllerNode(here: Platform): Promise<string> {
  const { spec } = await podThat("the controller to have a node", here, "jenkins", (pod) => {
    return pod.metadata.name === "jenkins-0" && pod.spec?.nodeName !== undefined;
  });
  return spec!.nodeName!;
}

/**
 * Loses a node: a kubelet of its own holds it from now on, was heard of an hour ago, and is not heard of again, until
 * {@link findNode} brings it back.
 */
export async function loseNode(here: Platform, node: string): Promise<void> {
  const renewTime = new Date(Date.now() - 3_600_000).toISOString().replace("Z", "000Z");
  // While somebody else holds a lease that is not over, kwok leaves the node alone.
  const lease = { spec: { holderIdentity: node, leaseDurationSeconds: 7200, renewTime } };
  await kubectl(here, [
    ...["patch", "lease", node, "--namespace", "kube-node-lease", "--type", "merge"],
    ...["--patch", JSON.stringify(lease)],
  ]);
  const ready = { type: "Ready", status: "Unknown", reason: "NodeStatusUnknown" };
  await kubectl(here, [
    ...["patch", "node", node, "--subresource", "status", "--type", "strategic"],
    ...["--patch", JSON.stringify({ status: { conditions: [ready] } })],
  ]);
}

/** Brings a node back that was lost: its lease is over, so kwok takes it up again. */
export async function findNode(here: Platform, node: string): Promise<void> {
  const lease = { spec: { leaseDurationSeconds: 1 } };
  await kubectl(here, [
    ...["patch", "lease", node, "--namespace", "kube-node-lease", "--type", "merge"],
    ...["--patch", JSON.stringify(lease)],
  ]);
  await kubectl(here, ["wait", "node", node, "--for=condition=Ready", "--timeout=60s"]);
}
