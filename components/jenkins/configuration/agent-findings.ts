import { agentProblems } from "../../internal/agent-problems";
import type { AgentTemplate } from "../../internal/agent-template";
import { expected, readable, type Finding } from "../../internal/arguments";
import { inheritedProblems } from "../../internal/inherited-problems";
import { parseImage } from "../../internal/image";
import { parseName } from "../../internal/kubernetes-name";
import { problemText } from "../../internal/parsed";
import type { ConfigurationChoices } from "./configuration-files";

/**
 * What is wrong with the kinds of agents a controller offers, wherever they come from.
 *
 * The settings' own rules say the same of what they describe; this holds for what other parts bring, too.
 */
export function agentFindings(
  templates: readonly AgentTemplate[],
  { containerCap, agents }: Pick<ConfigurationChoices, "containerCap" | "agents">,
): Finding[] {
  const names = templates.map(({ name }) => name);
  return [
    ...templates.flatMap((template) => templateFindings(template, containerCap)),
    ...inheritedProblems(templates, agents.cloud.defaultsTemplate).map(
      ({ template, path, problem, value }) =>
        `${["agents", template, ...path].join(".")}: ${problemText(problem, value)}`,
    ),
    ...(agents.cloud.restrictedPodSecurity ? templates.flatMap(rootFindings) : []),
    ...names.flatMap((name, index) =>
      expected(
        names.indexOf(name) === index,
        `agents.${name}.name`,
        "a name no other agent has",
        name,
      ),
    ),
    ...sharedLabels(templates),
    expected(
      templates.some(({ forAnyBuild }) => forAnyBuild),
      "agents",
      "at least one agent for any build",
      "none",
      "builds that ask for no label would wait forever",
    ),
  ].filter((finding) => finding !== undefined);
}

/** What is wrong with one kind of agent, whatever the others are. */
export function templateFindings(
  template: AgentTemplate,
  containerCap: number,
  path = `agents.${template.name}`,
): Finding[] {
  const { containers = [], instanceCap } = template;
  return [
    readable(`${path}.name`, parseName, template.name),
    ...containers.flatMap(({ name, image }) => [
      readable(`${path}.containers.${name}`, parseName, name),
      readable(`${path}.containers.${name}.image`, parseImage, image),
    ]),
    ...agentProblems(template).map(
      ({ path: place, problem, value }) =>
        `${[path, ...place].join(".")}: ${problemText(problem, value)}`,
    ),
    expected(
      instanceCap === undefined || instanceCap <= containerCap,
      `${path}.instanceCap`,
      `at most the cloud's cap of ${containerCap}`,
      instanceCap,
    ),
  ];
}

/** Where every container has to satisfy the restricted level, one that is root never starts. */
function rootFindings({ name, containers = [] }: AgentTemplate): Finding[] {
  return containers.map((container) =>
    expected(
      !container.root,
      `agents.${name}.containers.${container.name}.root`,
      "false together with agents.cloud.restrictedPodSecurity",
      container.root,
      "Kubernetes refuses root there",
    ),
  );
}

/** A build that asks for such a label would get either of two agents. */
function sharedLabels(templates: readonly AgentTemplate[]): Finding[] {
  const owners = new Map<string, string>();
  return templates.flatMap(({ name, labels }) =>
    labels.map((label) => {
      const owner = owners.get(label) ?? name;
      owners.set(label, owner);
      return expected(
        owner === name,
        `agents.${name}.labels`,
        `a label that ${owner} has not`,
        label,
        "a build that asks for it would get either",
      );
    }),
  );
}
