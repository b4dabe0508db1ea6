import type { AgentContainer, AgentResources, AgentTemplate } from "./agent-template";
import type { Problem } from "./parsed";
import { parsePodYaml, type ContainerYaml, type PodSpecYaml } from "./pod-yaml";
import { parseQuantity } from "./quantity";

/** What is wrong with one agent template, at the field to change. */
export interface AgentProblem {
  /** Path within the template; containers and volumes by their names. */
  readonly path: readonly string[];
  readonly problem: Problem;
  readonly value?: unknown;
}

/** Name of the container in which the inbound agent itself runs. */
export const inboundAgent = "jnlp";

/** User of the inbound agent's image; durable tasks are written and read as it. */
export const agentUser = 1000;

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
    ...yamlProblems(template),
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

function* yamlProblems(template: AgentTemplate): Generator<AgentProblem> {
  if (template.yaml === undefined) return;
  const path = ["yaml"];
  const pod = parsePodYaml(template.yaml);
  if (!pod.ok) {
    yield { path, problem: pod.problem };
    return;
  }
  const { spec = {} } = pod.value;
  const refuse = (expected: string, found: string, fix: string): AgentProblem => ({
    path,
    problem: { expected, found, fix },
  });
  for (const container of spec.containers ?? [])
    yield* yamlContainerProblems(template, container, refuse);
  const user = userOf(spec);
  if (user !== undefined && user !== agentUser)
    yield refuse(
      `pods of user ${agentUser}`,
      `user ${JSON.stringify(user)}`,
      "steps hang when the files of the workspace belong to another user than the agent",
    );
}

function* yamlContainerProblems(
  template: AgentTemplate,
  container: ContainerYaml,
  refuse: (expected: string, found: string, fix: string) => AgentProblem,
): Generator<AgentProblem> {
  const { name } = container;
  const declared = template.containers?.find((candidate) => candidate.name === name);
  if (name === undefined) {
    yield refuse(
      "containers with a name",
      "one without",
      "it would be a container beside the named ones",
    );
    return;
  }
  if (name === inboundAgent && ("command" in container || "args" in container))
    yield refuse(
      `no command or args for ${inboundAgent}`,
      "one with them",
      "the plugin passes the agent's secret and name itself",
    );
  if (name !== inboundAgent && declared === undefined && (template.volumes ?? []).length > 0)
    yield refuse(
      "containers that are declared in containers as well",
      JSON.stringify(name),
      "the volumes of a template reach only declared containers",
    );
  const user = userOf(container);
  const own = declared?.root === true ? 0 : agentUser;
  if (user !== undefined && user !== own)
    yield refuse(
      `user ${own} for ${name}`,
      `user ${JSON.stringify(user)}`,
      "steps hang when the containers of a pod have different users; one that must be root is declared with root and a reason",
    );
}

function userOf(part: PodSpecYaml | ContainerYaml): unknown {
  const security = part["securityContext"];
  return typeof security === "object" && security !== null && "runAsUser" in security
    ? security.runAsUser
    : undefined;
}

function amount(quantity: string): number {
  const parsed = parseQuantity(quantity);
  return parsed.ok ? parsed.value : 0;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(" and ");
}
