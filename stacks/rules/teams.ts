import { agentProblems } from "../../components/internal/agent-problems";
import {
  defaultLabels,
  defaultTemplate,
  describedAgent,
} from "../../components/internal/described-agent";
import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

/** Name of the cloud that is no team's. */
const ownCloud = "kubernetes";

/** What teams must satisfy, among each other and beside the stack's own agents (C-26). */
export const teamRules = [
  rule<Sections>(["jobs.teams"], ownClouds),
  rule<Sections>(["jobs.teams"], soundTemplates),
  rule<Sections>(["jobs.teams", "agents.templates"], distinctLabels),
  rule<Sections>(["jobs.teams", "agents.cloud.restrictedPodSecurity"], noRootWhereRestricted),
  rule<Sections>(["jobs.teams", "configuration.folders"], declaredFolders),
];

function* ownClouds({ jobs }: Sections): Generator<Violation> {
  if (ownCloud in jobs.teams)
    yield {
      path: ["jobs", "teams", ownCloud],
      problem: {
        expected: "another name than that of the stack's own cloud",
        fix: "a team is a cloud of its name",
      },
      value: ownCloud,
    };
}

/** Traps that no field shows by itself, and what a cloud of its own can hold. */
function* soundTemplates({ jobs }: Sections): Generator<Violation> {
  for (const [team, { templates, containerCap }] of Object.entries(jobs.teams))
    for (const [name, template] of Object.entries(templates)) {
      for (const { path, problem, value } of agentProblems(describedAgent(name, template)))
        yield { path: pathOf(team, name, ...path), problem, value };
      for (const [container, { root, rootReason }] of Object.entries(template.containers))
        if (root && rootReason === undefined)
          yield {
            path: pathOf(team, name, "containers", container, "rootReason"),
            problem: { expected: "a reason why the container has to be root" },
          };
      const { instanceCap, inheritFrom, forAnyBuild } = template;
      if (instanceCap !== undefined && instanceCap > containerCap)
        yield {
          path: pathOf(team, name, "instanceCap"),
          problem: { expected: `at most the team's containerCap (${containerCap})` },
          value: instanceCap,
        };
      if (inheritFrom !== undefined && !(inheritFrom in templates))
        yield {
          path: pathOf(team, name, "inheritFrom"),
          problem: { expected: `a template of the team (${Object.keys(templates).join(", ")})` },
          value: inheritFrom,
        };
      if (forAnyBuild)
        yield {
          path: pathOf(team, name, "forAnyBuild"),
          problem: {
            expected: "false in a team",
            fix: "builds that ask for no label run in the stack's own namespace",
          },
          value: forAnyBuild,
        };
    }
}

/** A label that two clouds offer decides nothing. */
function* distinctLabels({ jobs, agents }: Sections): Generator<Violation> {
  const owners = new Map<string, string>();
  const own = Object.values(agents.templates).flatMap(({ labels }) => labels);
  const builtIn = defaultTemplate in agents.templates ? [] : defaultLabels;
  for (const label of [...own, ...builtIn]) owners.set(label, "agents.templates");
  for (const team of Object.keys(jobs.teams))
    if (owners.has(team))
      yield {
        path: ["jobs", "teams", team],
        problem: {
          expected: "a name that is no label of agents.templates",
          fix: "the team's own agents have it as their label",
        },
        value: team,
      };
    else owners.set(team, `jobs.teams.${team}`);
  for (const [team, { templates }] of Object.entries(jobs.teams))
    for (const [name, { labels }] of Object.entries(templates))
      for (const [index, label] of labels.entries()) {
        const owner = owners.get(label);
        const own = `jobs.teams.${team}`;
        const taken = owner !== undefined && (owner !== own || (label === team && name !== team));
        owners.set(label, owner ?? own);
        if (taken)
          yield {
            path: pathOf(team, name, "labels", String(index)),
            problem: {
              expected: `a label that ${owner} has not`,
              fix: "a build that asks for it would get either",
            },
            value: label,
          };
      }
}

function* noRootWhereRestricted({ jobs, agents }: Sections): Generator<Violation> {
  for (const [team, { templates, podSecurity }] of Object.entries(jobs.teams))
    for (const [name, { containers }] of Object.entries(templates))
      for (const [container, { root }] of Object.entries(containers))
        if (root && (podSecurity === "restricted" || agents.cloud.restrictedPodSecurity))
          yield {
            path: pathOf(team, name, "containers", container, "root"),
            problem: {
              expected: "false where pods are restricted",
              fix: "Kubernetes refuses root there",
            },
            value: root,
          };
}

function* declaredFolders({ jobs, configuration }: Sections): Generator<Violation> {
  for (const [team, { folders }] of Object.entries(jobs.teams))
    for (const [index, folder] of folders.entries())
      if (!(folder in configuration.folders))
        yield {
          path: ["jobs", "teams", team, "folders", String(index)],
          problem: { expected: "a folder of configuration.folders" },
          value: folder,
        };
}

function pathOf(team: string, template: string, ...rest: readonly string[]): string[] {
  return ["jobs", "teams", team, "templates", template, ...rest];
}
