import type { Attributed } from "./sessions";

/** A node, as the cluster has it. */
export interface NodeView {
  readonly name: string;
  /** Status of its condition Ready; Unknown where it has none. */
  readonly ready: "True" | "False" | "Unknown";
  /** Seconds since its kubelet was last heard of; undefined where nobody recorded it. */
  readonly silentSeconds: number | undefined;
  readonly taints: readonly Taint[];
}

/** A taint of a node. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/**
 * The taint by which an operator vouches that a node is shut down: Kubernetes then deletes its pods without waiting
 * for a kubelet, and detaches its volumes.
 *
 * @see https://kubernetes.io/docs/concepts/cluster-administration/node-shutdown/#non-graceful-node-shutdown
 */
export const outOfService: Taint = {
  key: "node.kubernetes.io/out-of-service",
  value: "nodeshutdown",
  effect: "NoExecute",
};

/**
 * What speaks against a node being gone, one line each; empty when nothing does.
 *
 * A kubelet that is only cut off from the API server goes on writing, and a second writer destroys the file system.
 * So the cluster is not believed alone: the NAS must have no session of the node either.
 *
 * @param sessions of all targets of the stack
 * @param limitSeconds how long a kubelet must have been silent
 */
export function doubts(
  node: NodeView,
  sessions: readonly Attributed[],
  limitSeconds: number,
): string[] {
  const of = `node ${JSON.stringify(node.name)}`;
  const lines: string[] = [];
  if (node.ready === "True")
    lines.push(`${of}: expected it to be lost, got Ready; power it off, or drain it if it works`);
  if (node.silentSeconds === undefined)
    lines.push(
      `${of}: expected a lease that its kubelet renewed once, got none; look at it yourself`,
    );
  else if (node.silentSeconds < limitSeconds)
    lines.push(
      `${of}: expected no sign of its kubelet for ${limitSeconds} s, got one ${Math.round(node.silentSeconds)} s ago; power it off and wait`,
    );
  for (const { target, iqn, address, node: owner } of sessions) {
    const session = `${JSON.stringify(iqn)} from ${JSON.stringify(address)}`;
    if (owner === node.name)
      lines.push(
        `target ${JSON.stringify(target)}: expected no session of ${of}, got ${session}; power the node off, and wait until the NAS has dropped it, or end it in SAN Manager`,
      );
    else if (owner === undefined)
      lines.push(
        `target ${JSON.stringify(target)}: expected sessions of declared nodes alone, got ${session}; say whose it is: set initiatorName or address of the node in network.nodes`,
      );
  }
  return lines;
}

/** What speaks against a node being back, one line each. */
export function absences(node: NodeView, limitSeconds: number): string[] {
  const of = `node ${JSON.stringify(node.name)}`;
  const lines: string[] = [];
  if (node.ready !== "True")
    lines.push(`${of}: expected it to be Ready, got ${node.ready}; start it first`);
  if (node.silentSeconds === undefined || node.silentSeconds >= limitSeconds)
    lines.push(
      `${of}: expected a sign of its kubelet within ${limitSeconds} s, got none; start it first`,
    );
  return lines;
}

/** The taints with the one by which an operator vouches; the same list where it is there already. */
export function vouched(taints: readonly Taint[]): readonly Taint[] {
  return isVouched(taints) ? taints : [...taints, outOfService];
}

/** The taints without it. */
export function unvouched(taints: readonly Taint[]): readonly Taint[] {
  return taints.filter(({ key }) => key !== outOfService.key);
}

/** Whether an operator has vouched, with an effect that removes pods. */
export function isVouched(taints: readonly Taint[]): boolean {
  return taints.some(
    ({ key, effect }) => key === outOfService.key && effect === outOfService.effect,
  );
}
