import type { AgentProblem } from "./agent-problems";
import type { AgentTemplate } from "./agent-template";
import { noDefaults } from "./described-agent";
import { inboundAgent } from "./inbound-agent";
import { parsePodYaml } from "./pod-yaml";

/** What is wrong with a template because of one it takes fields from. */
export interface InheritedProblem extends AgentProblem {
  /** Name of the template to change. */
  readonly template: string;
}

/**
 * What no template shows by itself: the fields it takes over from others (B-22).
 *
 * @param defaults template that every one without `inheritFrom` inherits from
 */
export function inheritedProblems(
  templates: readonly AgentTemplate[],
  defaults: string,
): InheritedProblem[] {
  return templates.flatMap((template) => [
    ...overrideProblems(template, defaults),
    ...volumeProblems(template, ancestors(templates, template, defaults)),
  ]);
}

function* overrideProblems(template: AgentTemplate, defaults: string): Generator<InheritedProblem> {
  const { name, inheritFrom, yamlMergeStrategy } = template;
  const inherits = inheritFrom === undefined && defaults !== noDefaults && name !== defaults;
  if (inherits && yamlMergeStrategy === "override")
    yield {
      template: name,
      path: ["yamlMergeStrategy"],
      problem: {
        expected: `"merge" while agents.cloud.defaultsTemplate is ${defaults}`,
        fix: "override drops what the other template states about the pod's security",
      },
      value: yamlMergeStrategy,
    };
}

function* volumeProblems(
  template: AgentTemplate,
  inherited: readonly AgentTemplate[],
): Generator<InheritedProblem> {
  const owner = inherited.find(({ volumes = [] }) => volumes.length > 0);
  // With volumes of its own the template is refused by itself.
  if (owner === undefined || (template.volumes ?? []).length > 0) return;
  const declared = [template, ...inherited].flatMap(({ containers = [] }) =>
    containers.map(({ name }) => name),
  );
  for (const name of yamlContainers(template))
    if (name !== inboundAgent && !declared.includes(name))
      yield {
        template: template.name,
        path: ["yaml"],
        problem: {
          expected: "containers that are declared in containers as well",
          found: JSON.stringify(name),
          fix: `the volumes of ${owner.name} reach only declared containers`,
        },
      };
}

/** Templates that one takes fields from, the nearest first, as far as nothing repeats. */
function ancestors(
  templates: readonly AgentTemplate[],
  template: AgentTemplate,
  defaults: string,
): AgentTemplate[] {
  const found: AgentTemplate[] = [];
  let next = template.inheritFrom ?? (template.name === defaults ? undefined : defaults);
  for (;;) {
    const ancestor = templates.find(({ name }) => name === next);
    if (ancestor === undefined || found.includes(ancestor)) return found;
    found.push(ancestor);
    next = ancestor.inheritFrom;
  }
}

function yamlContainers({ yaml }: AgentTemplate): string[] {
  const pod = yaml === undefined ? undefined : parsePodYaml(yaml);
  const containers = pod?.ok === true ? (pod.value.spec?.containers ?? []) : [];
  return containers.flatMap(({ name }) => name ?? []);
}
