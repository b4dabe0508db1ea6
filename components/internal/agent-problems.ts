import type { AgentContainer, AgentResources, AgentTemplate } from "./agent-template";
import { inboundAgent } from "./inbound-agent";
import type { Problem } from "./parsed";
import { podYamlProblems } from "./pod-yaml-problems";
import { parseQuantity } from "./quantity";

/** What is wrong with one agent template, at the field to change. */
export interface AgentProblem {
  /** Path within the template; containers and volumes by their names. */
  readonly path: readonly string[];
  readonly problem: Problem;
  readonly value?: unknown;
}

/**
 * What keeps one template from working, although every field of it is fine.
 *
 * None of it shows before a build waits for a pod that never answers, which is why it is refused here.
 */
export function agentProblems(template: AgentTemplate): AgentProblem[] {
  return [
    ...labelProblems(template.labels),
    ...(template.containers ?? []).flatMap((container) => [...containerProblems(container)]),
    ...(template.agent === undefined ? [] : resourceProblems(["agent"], template.agent)),
    ...sourceProblems(template),
    ...lifetimeProblems(template),
    ...podYamlProblems(template).map((problem) => ({ path: ["yaml"], ...problem })),
  ];
}

function* labelProblems(labels: readonly string[]): Generator<AgentProblem> {
  if (labels.length === 0)
    yield {
      path: ["labels"],
      problem: {
        expected: "at least one label",
        fix: "builds ask for an agent by label",
        found: "none",
      },
    };
}

function* containerProblems(container: AgentContainer): Generator<AgentProblem> {
  const path = ["containers", container.name];
  if (container.name === inboundAgent)
    yield {
      path,
      problem: {
        expected: "another name than that of the inbound agent",
        fix: "set agent for its resources; its command is the plugin's own",
      },
      value: container.name,
    };
  yield* resourceProblems([...path, "resources"], container.resources);
}

function* resourceProblems(
  path: readonly string[],
  resources: AgentResources,
): Generator<AgentProblem> {
  const pairs = [
    ["cpu", resources.cpuRequest, resources.cpuLimit],
    ["memory", resources.memoryRequest, resources.memoryLimit],
    ["ephemeralStorage", resources.ephemeralStorageRequest, resources.ephemeralStorageLimit],
  ] as const;
  for (const [resource, request, limit] of pairs)
    if (request !== undefined && limit !== undefined && amount(request) > amount(limit))
      yield {
        path: [...path, `${resource}Request`],
        problem: { expected: `at most the limit ${limit}` },
        value: request,
      };
}

/** Volumes and workspace have one source each. */
function* sourceProblems(template: AgentTemplate): Generator<AgentProblem> {
  for (const volume of template.volumes ?? []) {
    const sources = "source" in volume ? Object.keys(volume.source ?? {}) : ["claim"];
    if ("source" in volume && sources.length !== 1)
      yield {
        path: ["volumes", volume.mountPath],
        problem: {
          expected: "exactly one of claim, configMap, secret, emptyDir, nfs, ephemeral",
          found: listed(sources),
        },
      };
  }
  const rooms = Object.keys(template.workspace ?? {});
  if (rooms.length > 1)
    yield {
      path: ["workspace"],
      problem: { expected: "one of emptyDir, claim, ephemeral", found: listed(rooms) },
    };
}

function* lifetimeProblems(template: AgentTemplate): Generator<AgentProblem> {
  const { idleMinutes = 0, activeDeadlineSeconds, inheritFrom, yamlMergeStrategy } = template;
  if (activeDeadlineSeconds !== undefined && idleMinutes * 60 >= activeDeadlineSeconds)
    yield {
      path: ["idleMinutes"],
      problem: {
        expected: `less than activeDeadlineSeconds (${activeDeadlineSeconds} s)`,
        fix: "the deadline counts the time a pod waits as well",
      },
      value: idleMinutes,
    };
  if (inheritFrom !== undefined && yamlMergeStrategy === "override")
    yield {
      path: ["yamlMergeStrategy"],
      problem: {
        expected: '"merge" together with inheritFrom',
        fix: "override drops what the other template states about the pod's security",
      },
      value: yamlMergeStrategy,
    };
}

function amount(quantity: string): number {
  const parsed = parseQuantity(quantity);
  return parsed.ok ? parsed.value : 0;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(" and ");
}
