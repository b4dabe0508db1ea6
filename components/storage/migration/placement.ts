import type * as k8s from "@pulumi/kubernetes";

import { partOf, selectorLabels } from "../../internal/labels";
import {
  nodeSelectorTerms,
  platformRequirements,
  type Architecture,
  type NodeRequirement,
} from "../../internal/node-affinity";
import type { MigrationPhase } from "./settings";

/** Role of the migration's objects within the stack. */
export const component = "migration";

/** Label of the pods that tells their phase. */
export const phaseLabel = "jenkins-stack/migration-phase";

/** Where the pods of a migration may run. */
export interface PlacementArgs {
  readonly phase: MigrationPhase;
  /** What a node needs to attach a volume of the NAS. */
  readonly nodes: NodeRequirement;
  /** Architecture of the controller's nodes. */
  readonly arch: Architecture;
  /** Labels of the pods that use the old claim; absent, the stack's own controller does. */
  readonly podLabels?: Readonly<Record<string, string>> | undefined;
}

/**
 * The nodes of a phase, and whom it waits for.
 *
 * A volume that one node may write follows its pod: beside a running Jenkins there is only that one's node. The last
 * copy waits until no Jenkins is left anywhere, the ending one included, and every phase until the pods of the others
 * are gone: the scheduler counts them, so no pod of ours has to be allowed to look.
 */
export function placement(args: PlacementArgs): k8s.types.input.core.v1.Affinity {
  const { phase, nodes, arch, podLabels } = args;
  const controller = { matchLabels: selectorLabels("controller") };
  const users = podLabels === undefined ? controller : { matchLabels: { ...podLabels } };
  const waitsForUsers = phase === "copy" || phase === "switch";
  const inTheWay = [ownPods(phase), ...(waitsForUsers && podLabels !== undefined ? [users] : [])];
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: nodeSelectorTerms([nodes, ...platformRequirements(arch)]),
      },
    },
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: inTheWay.map((labelSelector) => ({
        labelSelector,
        // Every node that may be chosen carries it with one value: whoever matches is in the way wherever it runs.
        topologyKey: "kubernetes.io/os",
      })),
    },
    ...besideJenkins(phase, users, controller),
  };
}

/**
 * Pods of this stack that a phase waits for: those of other phases, and for the last copy the controller.
 *
 * One selector for both: the scheduler looks again at once only when the pod that went matches all of them, and else
 * within five minutes. With a foreign home there are two, and that is how long it may take.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.1/pkg/scheduler/framework/plugins/interpodaffinity/plugin.go
 */
function ownPods(phase: MigrationPhase): k8s.types.input.meta.v1.LabelSelector {
  return {
    matchLabels: { "app.kubernetes.io/name": partOf, "app.kubernetes.io/part-of": partOf },
    matchExpressions: [
      {
        key: "app.kubernetes.io/component",
        operator: "In",
        // After the switch the controller may be back where that Job is made anew: it is on the new home then.
        values: phase === "copy" ? ["controller", component] : [component],
      },
      { key: phaseLabel, operator: "NotIn", values: [phase] },
    ],
  };
}

/** What has to run beside a Jenkins, and what only may. */
function besideJenkins(
  phase: MigrationPhase,
  users: k8s.types.input.meta.v1.LabelSelector,
  controller: k8s.types.input.meta.v1.LabelSelector,
): Pick<k8s.types.input.core.v1.Affinity, "podAffinity"> {
  if (phase === "copy") return {};
  const term = (labelSelector: k8s.types.input.meta.v1.LabelSelector) => ({
    labelSelector,
    topologyKey: "kubernetes.io/hostname",
  });
  if (phase === "precopy")
    return { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(users)] } };
  const podAffinityTerm = term(phase === "check" ? users : controller);
  return {
    podAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }],
    },
  };
}
