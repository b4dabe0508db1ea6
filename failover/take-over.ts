import { Failure } from "../nas/failure";
import type { ClusterView, PodView } from "./cluster-view";
import {
  absences,
  doubts,
  isVouched,
  outOfService,
  unvouched,
  vouched,
  type NodeView,
} from "./gone";
import type { Attributed } from "./sessions";

/** What surrounds a failover. */
export interface Surroundings {
  readonly cluster: Pick<ClusterView, "node" | "pod" | "setTaints">;
  /** Sessions of all targets of the stack, as the NAS has them now. */
  readonly sessions: () => Promise<readonly Attributed[]>;
  readonly report: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Waits between two looks. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** How a failover is made. */
export interface Patience {
  /** How long a kubelet must have been silent. */
  readonly limitSeconds: number;
  /**
   * How long nothing may speak against it, one look after the other.
   *
   * A NAS that has just started knows no session yet: a node that only lost the API server logs in again, and tries to
   * every 17 s (`login_timeout` and the wait before it).
   */
  readonly watchSeconds: number;
  /** Longest wait for the pod on its new node; undefined where Jenkins is stopped and there is none to wait for. */
  readonly waitMinutes: number | undefined;
}

/** Shortest silence of a kubelet that says anything: Kubernetes itself waits as long before it takes a node for lost. */
export const leastSilenceSeconds = 40;

/** Time in which a node that is only cut off tries twice to log in to the NAS again. */
export const usualWatchSeconds = 40;

/** Each look logs in to the NAS. */
const millisecondsBetweenLooks = 5000;

/** What there is to do for a node that is gone. */
export interface Plan {
  readonly node: NodeView;
  /** The controller's pod, where there is one. */
  readonly pod: PodView | undefined;
  /** What will be done, one line each. */
  readonly steps: readonly string[];
}

/**
 * Makes sure that a node is gone and says what there is to do. Changes nothing.
 *
 * @throws Failure `refused` with everything that speaks against it
 */
export async function planFailover(
  name: string,
  { limitSeconds, waitMinutes }: Omit<Patience, "watchSeconds">,
  { cluster, sessions }: Pick<Surroundings, "cluster" | "sessions">,
): Promise<Plan> {
  const [node, pod, present] = await Promise.all([cluster.node(name), cluster.pod(), sessions()]);
  const lines = doubts(node, present, limitSeconds);
  if (lines.length > 0) throw new Failure("refused", [...lines, "nothing was changed"].join("\n"));
  const steps = [
    isVouched(node.taints)
      ? `node ${name} is marked as out of service already`
      : `mark node ${name} as out of service, so that Kubernetes deletes its pods and releases its volumes`,
    waitMinutes === undefined
      ? "nothing to wait for: Jenkins is stopped by jenkins.maintenance"
      : `wait until the controller's pod is ready on another node; it is ${placeOf(pod)}`,
  ];
  return { node, pod, steps };
}

/**
 * Lets another node take over what ran on one that is gone. May be repeated after it was interrupted.
 *
 * @returns the node the controller runs on now; undefined while Jenkins is stopped
 * @throws Failure `refused` when the node has shown itself meanwhile, `failed` when the pod does not come up in time
 */
export async function failOver(
  name: string,
  patience: Patience,
  surroundings: Surroundings,
): Promise<string | undefined> {
  const { cluster, report } = surroundings;
  const { pod, node } = await watched(name, patience, surroundings);
  await cluster.setTaints(name, vouched);
  report(
    isVouched(node.taints)
      ? `node ${name} is marked as out of service already`
      : `marked node ${name} as out of service`,
  );
  const { waitMinutes } = patience;
  return waitMinutes === undefined ? pod?.node : await movedPod(name, waitMinutes, surroundings);
}

/** Looks again and again for as long as a node that is not gone needs to show itself: one look is one instant. */
async function watched(
  name: string,
  patience: Patience,
  surroundings: Surroundings,
): Promise<Plan> {
  const { report, now, pause } = surroundings;
  const end = now() + patience.watchSeconds * 1000;
  report(`watching the NAS and the cluster for ${patience.watchSeconds} s`);
  for (;;) {
    const plan = await planFailover(name, patience, surroundings);
    const left = end - now();
    if (left <= 0) return plan;
    await pause(Math.min(left, millisecondsBetweenLooks));
  }
}

/** Waits for a pod that has another node and is ready: one that is placed never changes its node. */
async function movedPod(
  name: string,
  waitMinutes: number,
  { cluster, report, now, pause }: Surroundings,
): Promise<string> {
  const deadline = now() + waitMinutes * 60_000;
  let told = "";
  const tell = (line: string): void => {
    if (line !== told) report(line);
    told = line;
  };
  for (;;) {
    const pod = await cluster.pod();
    if (pod?.node !== undefined && pod.node !== name && pod.ready) return pod.node;
    tell(stateOf(pod, name));
    if (now() > deadline)
      throw new Failure(
        "failed",
        `pod: expected the controller to run on another node within ${waitMinutes} min, got: ${told}; run the same command again to go on waiting`,
      );
    await pause(1000);
  }
}

function placeOf(pod: PodView | undefined): string {
  if (pod === undefined) return "absent";
  return pod.node === undefined ? "without a node" : `on ${pod.node}`;
}

function stateOf(pod: PodView | undefined, name: string): string {
  if (pod === undefined) return "the old pod is gone, no new one is there yet";
  if (pod.node === name) return `waiting for Kubernetes to delete the pod on ${name}`;
  if (pod.node === undefined)
    return `the new pod waits for a node: ${pod.waitsFor ?? "not scheduled yet"}`;
  return `the new pod starts on ${pod.node}`;
}

/**
 * Lets pods onto a node again that is back.
 *
 * @param dryRun says what would be done, after the same checks
 * @throws Failure `refused` while it is not back: its pods would be deleted from under it, or nobody would vouch
 */
export async function giveBack(
  name: string,
  { limitSeconds }: Pick<Patience, "limitSeconds">,
  { cluster, report }: Pick<Surroundings, "cluster" | "report">,
  dryRun = false,
): Promise<void> {
  const node = await cluster.node(name);
  if (!node.taints.some(({ key }) => key === outOfService.key)) {
    report(`node ${name} is not marked as out of service`);
    return;
  }
  const lines = absences(node, limitSeconds);
  if (lines.length > 0) throw new Failure("refused", [...lines, "nothing was changed"].join("\n"));
  if (dryRun) {
    report(`node ${name} would take pods again`);
    return;
  }
  await cluster.setTaints(name, unvouched);
  report(`node ${name} takes pods again`);
}
