import type { AgentTemplate } from "./agent-template";
import { parsePlainValue, parseVariable } from "./build-variable";
import { agentUser, inboundAgent } from "./inbound-agent";
import { nearest } from "./nearest";
import type { Problem } from "./parsed";
import { containerKeys, podSpecKeys } from "./pod-keys";
import { parsePodYaml, type ContainerYaml, type PodSpecYaml } from "./pod-yaml";

/** What is wrong with the YAML of a template. */
export interface YamlProblem {
  readonly problem: Problem;
  /** The part of the YAML that is wrong, where it may be shown. */
  readonly value?: unknown;
}

/** Fields of a pod that are the template's own: the plugin would drop what the YAML says of them. */
const ownFields: Readonly<Record<string, string>> = {
  nodeSelector: "set nodeSelector of the template, which wins over it",
  serviceAccount: "set serviceAccount of the template, which wins over it",
  serviceAccountName: "set serviceAccount of the template, which wins over it",
  activeDeadlineSeconds: "set activeDeadlineSeconds of the template, which wins over it",
  imagePullSecrets: "the ServiceAccount carries them",
  nodeName: "it leads past the scheduler, and so past every node selector",
};

/** Fields of a container that the template has fields for. */
const ownContainerFields = ["image", "command", "args", "tty", "workingDir", "resources"];

/** What keeps the YAML of a template from working, or from meaning what it says (B-10, B-22, C-23). */
export function podYamlProblems(template: AgentTemplate): YamlProblem[] {
  if (template.yaml === undefined) return [];
  const pod = parsePodYaml(template.yaml);
  if (!pod.ok) return [{ problem: pod.problem }];
  const { spec = {} } = pod.value;
  const { containers = [], initContainers = [] } = spec;
  return [
    ...unknownFields("spec", spec, podSpecKeys),
    ...ownFieldProblems(spec),
    ...containers.flatMap((container) => [
      ...unknownFields("containers", container, containerKeys),
      ...variableProblems(container),
      ...containerProblems(template, container),
    ]),
    ...initContainers.flatMap((container) => [
      ...unknownFields("initContainers", container, containerKeys),
      ...variableProblems(container),
    ]),
    ...podUserProblems(spec),
  ];
}

/** A field that Kubernetes does not know is dropped without a word by the plugin. */
function* unknownFields(
  place: string,
  part: PodSpecYaml | ContainerYaml,
  known: readonly string[],
): Generator<YamlProblem> {
  for (const key of Object.keys(part)) {
    if (known.includes(key)) continue;
    const better = nearest(key, known);
    const problem = { expected: `fields of a pod in ${place}` };
    yield {
      problem: better === undefined ? problem : { ...problem, fix: `did you mean "${better}"?` },
      value: key,
    };
  }
}

function* ownFieldProblems(spec: PodSpecYaml): Generator<YamlProblem> {
  for (const [field, fix] of Object.entries(ownFields))
    if (field in spec) yield refusal(`no ${field} in the YAML`, "one", fix);
}

/** Environment is plain text, in YAML as elsewhere. */
function* variableProblems({ env }: ContainerYaml): Generator<YamlProblem> {
  const variables: readonly unknown[] = Array.isArray(env) ? env : [];
  for (const variable of variables) {
    if (typeof variable !== "object" || variable === null) continue;
    const { name, value } = variable as Readonly<Record<string, unknown>>;
    if (typeof name !== "string" || value === undefined) continue;
    const readName = parseVariable(name);
    if (!readName.ok) yield { problem: readName.problem, value: name };
    const readValue = typeof value === "string" ? parsePlainValue(value) : undefined;
    if (readValue?.ok === false) yield { problem: readValue.problem };
  }
}

function* containerProblems(
  template: AgentTemplate,
  container: ContainerYaml,
): Generator<YamlProblem> {
  const { name } = container;
  if (name === undefined) {
    const fix = "it would be a container beside the named ones";
    yield refusal("containers with a name", "one without", fix);
    return;
  }
  const declared = template.containers?.find((candidate) => candidate.name === name);
  if (name === inboundAgent) yield* inboundProblems(container);
  else if (declared !== undefined) yield* declaredProblems(name, container);
  else if ((template.volumes ?? []).length > 0)
    yield refusal(
      "containers that are declared in containers as well",
      JSON.stringify(name),
      "the volumes of a template reach only declared containers",
    );
  const user = userOf(container);
  const own = declared?.root === true ? 0 : agentUser;
  if (user !== undefined && user !== own)
    yield refusal(
      `user ${own} for ${name}`,
      `user ${JSON.stringify(user)}`,
      "steps hang when the containers of a pod have different users; one that must be root is declared with root and a reason",
    );
}

function* inboundProblems(container: ContainerYaml): Generator<YamlProblem> {
  if ("command" in container || "args" in container)
    yield refusal(
      `no command or args for ${inboundAgent}`,
      "one with them",
      "the plugin passes the agent's secret and name itself",
    );
  if ("image" in container)
    yield refusal(
      `no image for ${inboundAgent}`,
      "one",
      "set jenkins.agentImage, which wins over it",
    );
  if ("resources" in container)
    yield refusal(
      `no resources for ${inboundAgent}`,
      "some",
      "set agent of the template, which wins over them",
    );
}

function* declaredProblems(name: string, container: ContainerYaml): Generator<YamlProblem> {
  for (const field of ownContainerFields)
    if (field in container)
      yield refusal(
        `no ${field} for ${name} in the YAML`,
        "one",
        `set containers.${name}.${field}, which wins over it`,
      );
}

function* podUserProblems(spec: PodSpecYaml): Generator<YamlProblem> {
  const user = userOf(spec);
  if (user !== undefined && user !== agentUser)
    yield refusal(
      `pods of user ${agentUser}`,
      `user ${JSON.stringify(user)}`,
      "steps hang when the files of the workspace belong to another user than the agent",
    );
}

function userOf(part: PodSpecYaml | ContainerYaml): unknown {
  const security = part["securityContext"];
  return typeof security === "object" && security !== null && "runAsUser" in security
    ? security.runAsUser
    : undefined;
}

function refusal(expected: string, found: string, fix: string): YamlProblem {
  return { problem: { expected, found, fix } };
}
