import type * as k8s from "@pulumi/kubernetes";

import {
  nodeSelectorTerms,
  platformRequirements,
  type Architecture,
  type NodeRequirement,
} from "../internal/node-affinity";
import { lostNodeTolerations, tolerationList, type Tolerations } from "../internal/tolerations";

/** Where the controller's pod may run. */
export interface PlacementSettings {
  /** Architecture of the nodes for the controller and the default agent. */
  readonly arch: Architecture;
  /** Taints of nodes that are meant for Jenkins, by key. */
  readonly tolerations: Tolerations;
  /**
   * Seconds the pod waits for its node to come back before another one may take over.
   *
   * The volume follows only when the lost node is declared out of service or returns: two nodes never write to it.
   */
  readonly nodeFailureSeconds: number;
}

/** Arguments of {@link placement}. */
export interface PlacementArgs extends PlacementSettings {
  /** What a node needs to attach the home. */
  readonly nodes: NodeRequirement;
}

/** The part of the pod that decides its node: what it needs is required, never merely preferred (A-09, E-08). */
export function placement({
  arch,
  nodes,
  tolerations,
  nodeFailureSeconds,
}: PlacementArgs): Pick<k8s.types.input.core.v1.PodSpec, "affinity" | "tolerations"> {
  return {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: nodeSelectorTerms(requirements(arch, nodes)),
        },
      },
    },
    tolerations: [...tolerationList(tolerations), ...lostNodeTolerations(nodeFailureSeconds)],
  };
}

/**
 * Says in words where the controller runs.
 *
 * @param declared nodes that carry the label of {@link PlacementArgs.nodes} by declaration; absent where nobody knows
 */
export function placementText(
  { arch, nodes }: Pick<PlacementArgs, "arch" | "nodes">,
  declared: readonly string[] | undefined,
): string {
  const labels = requirements(arch, nodes).map(({ key, values }) =>
    values === undefined ? key : `${key}=${values.join("|")}`,
  );
  const node = `a node with the labels ${labels.join(", ")}`;
  if (declared === undefined) return node;
  const count =
    declared.length === 1 ? "1 declared node has" : `${declared.length} declared nodes have`;
  return `${node}; ${count} the label ${nodes.key}: ${declared.toSorted().join(", ")}`;
}

/** What an operator should know about too few nodes. */
export function placementWarnings(declared: readonly string[] | undefined): string[] {
  return declared?.length === 1
    ? [
        `nodes: only ${declared.join()} can attach the home, so Jenkins is down whenever that node is`,
      ]
    : [];
}

function requirements(arch: Architecture, nodes: NodeRequirement): NodeRequirement[] {
  return [nodes, ...platformRequirements(arch)];
}
