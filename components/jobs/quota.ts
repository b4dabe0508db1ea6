import type * as k8s from "@pulumi/kubernetes";

import type { AgentResources, AgentTemplate } from "../internal/agent-template";
import { parsed } from "../internal/arguments";
import {
  containerNeeds,
  needKeys,
  needText,
  noNeeds,
  podNeeds,
  sumOf,
  times,
  withDefaults,
  type PodNeeds,
} from "../internal/pod-needs";
import { parseQuantity } from "../internal/quantity";
import { largestAllowed } from "./container-limits";
import type { ContainerSettings, QuotaSettings } from "./settings";

/** What a quota bounds: needs of pods, and their number. */
export interface Bounds extends PodNeeds {
  readonly pods: number;
}

/** One of the {@link Bounds}. */
export type Bound = keyof Bounds;

/** Pods of the stack itself in the namespace, beside those of the cloud. */
export interface StackPods {
  /** How many there are at once. */
  readonly pods: number;
  /** @default - what a container gets that says nothing */
  readonly resources?: AgentResources;
  /** Claims of the namespace that they bring. */
  readonly claims?: number;
}

/** What a quota is derived from. */
export interface QuotaArgs {
  /** Most pods of the cloud at once. */
  readonly containerCap: number;
  /** Every kind of agent of the cloud. */
  readonly templates: readonly AgentTemplate[];
  readonly containers: ContainerSettings;
  /** Template from which the cloud's other pods take over, also those that pipelines define. */
  readonly defaultsTemplate?: string;
  readonly stackPods: Readonly<Record<string, StackPods>>;
}

/** A kind of pod: what one takes, and how many there may be. */
interface PodKind {
  readonly needs: PodNeeds;
  readonly most: number;
}

const resourceNames: Readonly<Record<Bound, string>> = {
  pods: "pods",
  cpuRequests: "requests.cpu",
  cpuLimits: "limits.cpu",
  memoryRequests: "requests.memory",
  memoryLimits: "limits.memory",
  ephemeralStorageRequests: "requests.ephemeral-storage",
  ephemeralStorageLimits: "limits.ephemeral-storage",
  claims: "persistentvolumeclaims",
};

/** Every bound, in the order of the settings. */
export const bounds = Object.keys(resourceNames) as Bound[];

/**
 * The most that the agents and the stack's own pods can ever take (C-26).
 *
 * Jenkins counts pods it still knows, the API server those that still end as well: one pod in four may be ending
 * while its successor starts. Which kinds run is decided by builds, so each resource is that of the greediest mix,
 * and enough for one pod of a pipeline with the largest container that is allowed (B-27).
 */
export function derivedBounds(args: QuotaArgs): Bounds {
  const { containerCap, containers, stackPods } = args;
  const templates = withDefaults(args.templates, args.defaultsTemplate);
  const defaults = templates.find(({ name }) => name === args.defaultsTemplate);
  const { usual } = containers;
  const pods = withEnding(containerCap);
  const kinds: PodKind[] = [
    ...templates.map((template) => ({
      needs: podNeeds(template, templates, usual),
      most: Math.min(pods, withEnding(template.instanceCap ?? containerCap)),
    })),
    { needs: definedByPipeline(templates, defaults, usual), most: pods },
  ];
  const own = Object.values(stackPods);
  const beside = sumOf(own.map((ownPods) => stackPodNeeds(ownPods, usual)));
  const largest = sumOf([
    definedByPipeline(templates, defaults, usual),
    largestContainer(containers, templates),
  ]);
  const bound = (key: keyof PodNeeds) =>
    Math.max(greediest(kinds, pods, key), largest[key]) + beside[key];
  const claims = new Set(templates.flatMap((template) => claimNames(template)));
  return {
    pods: pods + own.reduce((sum, { pods: count }) => sum + count, 0),
    cpuRequests: bound("cpuRequests"),
    cpuLimits: bound("cpuLimits"),
    memoryRequests: bound("memoryRequests"),
    memoryLimits: bound("memoryLimits"),
    ephemeralStorageRequests: bound("ephemeralStorageRequests"),
    ephemeralStorageLimits: bound("ephemeralStorageLimits"),
    claims: bound("claims") + claims.size,
  };
}

/** The bounds in force: those of the settings, else the derived ones. */
export function boundsInForce(derived: Bounds, settings: QuotaSettings): Bounds {
  const set = bounds.flatMap((bound) => {
    const value = settings[bound];
    return value === undefined ? [] : [[bound, parsed(parseQuantity, String(value))] as const];
  });
  return { ...derived, ...Object.fromEntries(set) };
}

/** The `hard` field of a ResourceQuota. */
export function hardLimits(
  limits: Bounds,
): k8s.types.input.core.v1.ResourceQuotaSpec["hard"] & Record<string, string> {
  return Object.fromEntries(
    bounds.map((bound) => [resourceNames[bound], boundText(bound, limits[bound])]),
  );
}

/** A bound as the settings write it. */
export function boundText(bound: Bound, value: number): string {
  return bound === "pods" ? String(value) : needText(bound, value);
}

/** What of a pod a quota could never admit, whatever else runs. */
export function beyond(needs: PodNeeds, limits: Bounds): (keyof PodNeeds)[] {
  return needKeys.filter((key) => needs[key] > limits[key]);
}

/** Pods of the cloud that are there at once, those that still end included. */
function withEnding(count: number): number {
  return count + Math.ceil(count / 4);
}

function stackPodNeeds(
  { pods, resources, claims = 0 }: StackPods,
  usual: AgentResources,
): PodNeeds {
  const one = { ...noNeeds, ...containerNeeds(resources ?? usual) };
  return sumOf([times(pods, one), { ...noNeeds, claims }]);
}

/** A pod that a pipeline defines: the inbound agent and a container that say nothing, on a claim of its own. */
function definedByPipeline(
  templates: readonly AgentTemplate[],
  defaults: AgentTemplate | undefined,
  usual: AgentResources,
): PodNeeds {
  const silent = { ...noNeeds, ...containerNeeds(usual), claims: 1 };
  const agent = { ...noNeeds, ...containerNeeds(usual) };
  return sumOf([silent, defaults === undefined ? agent : podNeeds(defaults, templates, usual)]);
}

/** The largest container that the LimitRange allows, all of it kept free. */
function largestContainer(
  containers: ContainerSettings,
  templates: readonly AgentTemplate[],
): PodNeeds {
  const { cpu, memory, ephemeralStorage } = largestAllowed(containers, templates);
  return {
    cpuRequests: cpu,
    cpuLimits: cpu,
    memoryRequests: memory,
    memoryLimits: memory,
    ephemeralStorageRequests: ephemeralStorage,
    ephemeralStorageLimits: ephemeralStorage,
    claims: 0,
  };
}

/** Claims of the namespace that pods of a template mount; they are there before the pods. */
function claimNames({ volumes = [], workspace }: AgentTemplate): string[] {
  const mounted = volumes.map((volume) =>
    "source" in volume ? volume.source.claim?.name : volume.claimName,
  );
  return [...mounted, workspace?.claim?.name].filter((name) => name !== undefined);
}

function greediest(kinds: readonly PodKind[], pods: number, key: keyof PodNeeds): number {
  const sorted = [...kinds].sort((one, other) => other.needs[key] - one.needs[key]);
  let left = pods;
  let sum = 0;
  for (const { needs, most } of sorted) {
    const count = Math.min(left, most);
    sum += count * needs[key];
    left -= count;
  }
  return sum;
}
