import { inboundResources, usualEphemeralStorage } from "./agent-resources";
import type { AgentResources, AgentTemplate } from "./agent-template";
import { inboundAgent } from "./inbound-agent";
import { parsed } from "./arguments";
import { parsePodYaml, type ContainerYaml } from "./pod-yaml";
import { bytesText, coresText, parseQuantity } from "./quantity";

/** What a pod, or several, take of a namespace: cores, bytes and numbers of claims. */
export interface PodNeeds {
  readonly cpuRequests: number;
  readonly cpuLimits: number;
  readonly memoryRequests: number;
  readonly memoryLimits: number;
  readonly ephemeralStorageRequests: number;
  readonly ephemeralStorageLimits: number;
  readonly claims: number;
}

/** What a container takes. */
export type ContainerNeeds = Omit<PodNeeds, "claims">;

/** A container of a template, with what it takes. */
export interface NamedNeeds extends ContainerNeeds {
  readonly name: string;
}

/** The needs that a ResourceQuota counts, in the order of its documentation. */
export const needKeys = [
  "cpuRequests",
  "cpuLimits",
  "memoryRequests",
  "memoryLimits",
  "ephemeralStorageRequests",
  "ephemeralStorageLimits",
  "claims",
] as const satisfies readonly (keyof PodNeeds)[];

/** What nothing takes. */
export const noNeeds: PodNeeds = mapped(() => 0);

/** Several needs in one. */
export function sumOf(needs: readonly PodNeeds[]): PodNeeds {
  return mapped((key) => needs.reduce((sum, one) => sum + one[key], 0));
}

/** Several times the same needs. */
export function times(count: number, needs: PodNeeds): PodNeeds {
  return mapped((key) => count * needs[key]);
}

/** A need as the settings write it. */
export function needText(key: keyof PodNeeds, value: number): string {
  if (key === "claims") return String(value);
  return key.startsWith("cpu") ? coresText(value) : bytesText(value);
}

/** What a container with these requests and limits takes. */
export function containerNeeds(resources: AgentResources): ContainerNeeds {
  const { ephemeralStorageRequest, ephemeralStorageLimit } = resources;
  const amount = (quantity: string) => parsed(parseQuantity, quantity);
  return {
    cpuRequests: amount(resources.cpuRequest),
    cpuLimits: amount(resources.cpuLimit),
    memoryRequests: amount(resources.memoryRequest),
    memoryLimits: amount(resources.memoryLimit),
    ephemeralStorageRequests: amount(ephemeralStorageRequest ?? usualEphemeralStorage.request),
    ephemeralStorageLimits: amount(ephemeralStorageLimit ?? usualEphemeralStorage.limit),
  };
}

/**
 * What one pod of a template takes: the inbound agent, its containers, and claims that live as long as the pod.
 *
 * @param templates all of the cloud, for what it inherits
 * @param usual what a container gets that says nothing, from the LimitRange of the namespace
 */
export function podNeeds(
  template: AgentTemplate,
  templates: readonly AgentTemplate[],
  usual: AgentResources,
): PodNeeds {
  const family = familyOf(template, templates);
  const sources = family.flatMap(({ volumes = [] }) =>
    volumes.map((volume) => ("source" in volume ? volume.source.ephemeral : undefined)),
  );
  const ephemeral = [template.workspace?.ephemeral, ...sources].filter(
    (claim) => claim !== undefined,
  );
  return sumOf([
    { ...noNeeds, claims: ephemeral.length },
    ...templateContainers(template, templates, usual).map((needs) => ({ ...needs, claims: 0 })),
  ]);
}

/** The containers of one pod of a template, each with what it takes. */
export function templateContainers(
  template: AgentTemplate,
  templates: readonly AgentTemplate[],
  usual: AgentResources,
): NamedNeeds[] {
  const containers = new Map<string, ContainerNeeds>();
  for (const { containers: described = [], yaml } of familyOf(template, templates)) {
    const own = yaml === undefined ? [] : (parsed(parsePodYaml, yaml).spec?.containers ?? []);
    for (const container of own)
      containers.set(container.name ?? "", yamlNeeds(container, containerNeeds(usual)));
    // Within a template, its fields win over its YAML.
    for (const { name, resources } of described) containers.set(name, containerNeeds(resources));
  }
  containers.set(inboundAgent, containerNeeds(template.agent ?? inboundResources));
  return [...containers].map(([name, needs]) => ({ name, ...needs }));
}

/** The templates with what the cloud does to them: those that inherit from none take over from this one. */
export function withDefaults(
  templates: readonly AgentTemplate[],
  defaultsTemplate: string | undefined,
): AgentTemplate[] {
  return templates.map((template) =>
    defaultsTemplate === undefined ||
    template.inheritFrom !== undefined ||
    template.name === defaultsTemplate
      ? template
      : { ...template, inheritFrom: defaultsTemplate },
  );
}

/** The template after those it inherits from, so that the later one wins. */
function familyOf(template: AgentTemplate, templates: readonly AgentTemplate[]): AgentTemplate[] {
  const family = [template];
  let next = template.inheritFrom;
  while (next !== undefined && !family.some(({ name }) => name === next)) {
    const parent = templates.find(({ name }) => name === next);
    if (parent === undefined) break;
    family.unshift(parent);
    next = parent.inheritFrom;
  }
  return family;
}

/** What a container takes that only YAML describes: its requests default to its limits, both to the usual. */
function yamlNeeds(container: ContainerYaml, usual: ContainerNeeds): ContainerNeeds {
  const resources = mapping(container["resources"]);
  const [requests, limits] = [mapping(resources["requests"]), mapping(resources["limits"])];
  const of = (resource: string, request: number, limit: number) => ({
    request: amount(requests[resource]) ?? amount(limits[resource]) ?? request,
    limit: amount(limits[resource]) ?? limit,
  });
  const cpu = of("cpu", usual.cpuRequests, usual.cpuLimits);
  const memory = of("memory", usual.memoryRequests, usual.memoryLimits);
  const room = of(
    "ephemeral-storage",
    usual.ephemeralStorageRequests,
    usual.ephemeralStorageLimits,
  );
  return {
    cpuRequests: cpu.request,
    cpuLimits: cpu.limit,
    memoryRequests: memory.request,
    memoryLimits: memory.limit,
    ephemeralStorageRequests: room.request,
    ephemeralStorageLimits: room.limit,
  };
}

/** What the API server would not read either is left to it. */
function amount(quantity: unknown): number | undefined {
  if (typeof quantity !== "string" && typeof quantity !== "number") return undefined;
  const read = parseQuantity(String(quantity));
  return read.ok ? read.value : undefined;
}

function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function mapped(value: (key: keyof PodNeeds) => number): PodNeeds {
  return Object.fromEntries(needKeys.map((key) => [key, value(key)])) as Record<
    keyof PodNeeds,
    number
  >;
}
