import type { ClusterView, LabelDemand, Node, Pod, Volume } from "./cluster-view";
import { bytesOf } from "./quantity";
import type { BoundVolume } from "./volume";

const architecture = "kubernetes.io/arch";

/**
 * Proves that the pod which uses a claim runs where the volume can be attached and the images run, and that the
 * scheduler was tempted: a node with more memory was there, and would win if nothing but room counted.
 *
 * @param waitMilliseconds how long the pod may take to run. Default 30 s.
 * @throws Error with every demand that does not hold.
 */
export async function controllerPlacement(
  view: ClusterView,
  namespace: string,
  { claim, volume }: BoundVolume,
  waitMilliseconds = 30_000,
): Promise<string> {
  const { pod, nodeName } = await scheduledPod(view, namespace, claim, waitMilliseconds);
  const nodes = await view.nodes();
  const node = nodes.find(({ metadata }) => metadata.name === nodeName);
  if (node === undefined) {
    throw new Error(
      `pod ${namespace}/${pod.metadata.name}: expected a node of the cluster, got ${JSON.stringify(nodeName)}`,
    );
  }
  const roomiest = nodes.reduce((best, next) => (memory(next) > memory(best) ? next : best));
  const problems = [
    ...architectureProblems(node),
    ...labelProblems(node, volume),
    ...temptationProblems(node, roomiest),
  ];
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return (
    `pod ${namespace}/${pod.metadata.name} runs on ${nodeName} (amd64, storage label), ` +
    `although ${roomiest.metadata.name} has the most free memory`
  );
}

async function scheduledPod(
  view: ClusterView,
  namespace: string,
  claim: string,
  waitMilliseconds: number,
): Promise<{ pod: Pod; nodeName: string }> {
  const deadline = Date.now() + waitMilliseconds;
  for (;;) {
    const pods = (await view.pods(namespace)).filter(({ spec }) =>
      spec.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === claim),
    );
    // A pod that is being deleted still runs where an earlier deployment put it.
    const pod = pods.find(({ metadata }) => metadata.deletionTimestamp === undefined) ?? pods[0];
    const state = pod === undefined ? "none" : stateOf(pod);
    const nodeName = pod?.spec.nodeName;
    if (pod !== undefined && nodeName !== undefined && state === "Running") {
      return { pod, nodeName };
    }
    if (Date.now() >= deadline) {
      throw new Error(
        `namespace ${namespace}: expected a running pod that uses claim ${claim} within ${waitMilliseconds / 1000} s, ` +
          `got ${JSON.stringify(state)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function stateOf({ metadata, status }: Pod): string {
  return metadata.deletionTimestamp === undefined ? (status?.phase ?? "no phase") : "Terminating";
}

function architectureProblems({ metadata }: Node): string[] {
  const found = metadata.labels?.[architecture];
  if (found === "amd64") return [];
  return [
    `node ${metadata.name}: expected label ${architecture} "amd64", got ${JSON.stringify(found ?? null)}`,
  ];
}

function labelProblems({ metadata }: Node, volume: Volume): string[] {
  const terms = (volume.spec.nodeAffinity?.required?.nodeSelectorTerms ?? [])
    .map(({ matchExpressions = [] }) => matchExpressions)
    // The scheduler takes no node for a term without conditions.
    .filter((demands) => demands.length > 0);
  if (terms.length === 0) {
    return [
      `volume ${volume.metadata.name}: expected a required node affinity with a label, got none`,
    ];
  }
  const labels = metadata.labels ?? {};
  if (terms.some((demands) => demands.every((demand) => holds(demand, labels)))) return [];
  const wanted = terms.map((demands) => demands.map(describeDemand).join(" and ")).join(" or ");
  const found = terms.flat().map(({ key }) => `${key}=${JSON.stringify(labels[key] ?? null)}`);
  return [
    `node ${metadata.name}: expected ${wanted}, as volume ${volume.metadata.name} demands, got ${found.join(", ")}`,
  ];
}

/** Other operators than the two the program uses prove nothing about a label that is there. */
function holds(
  { key, operator, values }: LabelDemand,
  labels: Readonly<Record<string, string>>,
): boolean {
  const found = labels[key];
  if (found === undefined) return false;
  return operator === "Exists" || (operator === "In" && values?.includes(found) === true);
}

function describeDemand({ key, operator, values }: LabelDemand): string {
  return [`label ${key}`, operator, ...(values === undefined ? [] : [JSON.stringify(values)])].join(
    " ",
  );
}

function temptationProblems(node: Node, roomiest: Node): string[] {
  if (memory(roomiest) > memory(node)) return [];
  return [
    `nodes: expected one with more allocatable memory than ${node.metadata.name}, which the pod runs on, ` +
      `got none above ${JSON.stringify(node.status.allocatable.memory)}`,
  ];
}

function memory(node: Node): number {
  return bytesOf(node.status.allocatable.memory);
}
