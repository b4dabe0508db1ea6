import type * as k8s from "@pulumi/kubernetes";

import { expected, parsed, type Finding } from "../internal/arguments";
import type { AgentTemplate } from "../internal/agent-template";
import { containerNeeds, needText, templateContainers } from "../internal/pod-needs";
import { parseQuantity } from "../internal/quantity";
import type { ContainerSettings } from "./settings";

/** Resources a LimitRange bounds, as `most` and as the needs of a container name them. */
const resources = [
  ["cpu", "cpuLimits", "cpu"],
  ["memory", "memoryLimits", "memory"],
  ["ephemeralStorage", "ephemeralStorageLimits", "ephemeral-storage"],
] as const;

type Resource = (typeof resources)[number][0];

/** Largest limits that pods of pipelines may ask for where neither settings nor agents say anything. */
const roomForPipelines: Readonly<Record<Resource, string>> = {
  cpu: "8",
  memory: "16Gi",
  ephemeralStorage: "50Gi",
};

/**
 * The LimitRange of a namespace: a pod whose containers say nothing is admitted beside the quota (B-27, C-26).
 *
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export function limitRange(
  containers: ContainerSettings,
  templates: readonly AgentTemplate[],
): k8s.types.input.core.v1.LimitRangeSpec {
  const needs = containerNeeds(containers.usual);
  const allowed = largestAllowed(containers, templates);
  const texts = (value: (resource: (typeof resources)[number]) => string) =>
    Object.fromEntries(resources.map((resource) => [resource[2], value(resource)]));
  return {
    limits: [
      {
        type: "Container",
        defaultRequest: {
          cpu: needText("cpuRequests", needs.cpuRequests),
          memory: needText("memoryRequests", needs.memoryRequests),
          "ephemeral-storage": needText("ephemeralStorageRequests", needs.ephemeralStorageRequests),
        },
        default: texts(([, key]) => needText(key, needs[key])),
        max: texts(([resource, key]) => needText(key, allowed[resource])),
      },
    ],
  };
}

/** The largest limits that a container may have: those of the settings, else enough for every agent and then some. */
export function largestAllowed(
  { usual, most }: ContainerSettings,
  templates: readonly AgentTemplate[],
): Readonly<Record<Resource, number>> {
  const largest = largestContainer(templates, usual);
  const allowed = (resource: Resource) => {
    const set = most[resource];
    const room = parsed(parseQuantity, roomForPipelines[resource]);
    return set === undefined ? Math.max(largest[resource], room) : parsed(parseQuantity, set);
  };
  return {
    cpu: allowed("cpu"),
    memory: allowed("memory"),
    ephemeralStorage: allowed("ephemeralStorage"),
  };
}

/** Containers that the LimitRange would refuse, by the path of the argument to change. */
export function containerFindings(
  { usual, most }: ContainerSettings,
  templates: readonly AgentTemplate[],
): Finding[] {
  const largest = largestContainer(templates, usual);
  return resources.map(([resource, key]) => {
    const set = most[resource];
    return expected(
      set === undefined || parsed(parseQuantity, set) >= largest[resource],
      `containers.most.${resource}`,
      `at least ${needText(key, largest[resource])}, which a container of the agents has`,
      set,
    );
  });
}

/** The largest limits of all containers there are. */
function largestContainer(
  templates: readonly AgentTemplate[],
  usual: ContainerSettings["usual"],
): Record<Resource, number> {
  const all = [
    containerNeeds(usual),
    ...templates.flatMap((template) => templateContainers(template, templates, usual)),
  ];
  return {
    cpu: Math.max(...all.map(({ cpuLimits }) => cpuLimits)),
    memory: Math.max(...all.map(({ memoryLimits }) => memoryLimits)),
    ephemeralStorage: Math.max(...all.map(({ ephemeralStorageLimits }) => ephemeralStorageLimits)),
  };
}
