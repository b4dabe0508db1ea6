import { agentProblems } from "../../components/internal/agent-problems";
import {
  defaultLabels,
  defaultTemplate,
  describedAgent,
  noDefaults,
} from "../../components/internal/described-agent";
import { inheritedProblems } from "../../components/internal/inherited-problems";
import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

type Templates = Sections["agents"]["templates"];

/** What agents must satisfy together (B-09, B-10, C-19). */
export const agentRules = [
  rule<Sections>(["agents.templates"], ({ agents }) => sound(agents.templates)),
  rule<Sections>(["agents.templates", "agents.cloud.defaultsTemplate"], soundTogether),
  rule<Sections>(["agents.templates"], ({ agents }) => rootWithReason(agents.templates)),
  rule<Sections>(["agents.templates"], ({ agents }) => distinctLabels(agents.templates)),
  rule<Sections>(["agents.templates"], ({ agents }) => anyBuild(agents.templates)),
  rule<Sections>(["agents.templates", "jenkins.containerCap"], withinCap),
  rule<Sections>(["agents.templates", "agents.cloud.defaultsTemplate"], knownTemplates),
  rule<Sections>(["agents.cloud.maxRequestsPerHost", "jenkins.containerCap"], enoughRequests),
  rule<Sections>(["agents"], noRootWhereRestricted),
  rule<Sections>(["agents.templates"], ({ agents }) => oneLevelForClaim(agents.templates)),
  rule<Sections>(["agents.cloud.usageRestricted", "configuration.folders"], someFolderPermitted),
];

/** Traps that no field shows by itself. */
function* sound(templates: Templates): Generator<Violation> {
  for (const [name, template] of Object.entries(templates))
    for (const { path, problem, value } of agentProblems(describedAgent(name, template)))
      yield { path: pathOf(name, ...path), problem, value };
}

/** Traps that only the templates a pod inherits from show. */
function* soundTogether({ agents: { templates, cloud } }: Sections): Generator<Violation> {
  const described = Object.entries(templates).map(([name, it]) => describedAgent(name, it));
  for (const { template, path, ...finding } of inheritedProblems(described, cloud.defaultsTemplate))
    yield { path: pathOf(template, ...path), ...finding };
}

function* rootWithReason(templates: Templates): Generator<Violation> {
  for (const [name, { containers }] of Object.entries(templates))
    for (const [container, { root, rootReason }] of Object.entries(containers))
      if (root && rootReason === undefined)
        yield {
          path: pathOf(name, "containers", container, "rootReason"),
          problem: { expected: "a reason why the container has to be root" },
        };
}

function* distinctLabels(templates: Templates): Generator<Violation> {
  const owners = new Map<string, string>();
  if (!(defaultTemplate in templates))
    for (const label of defaultLabels) owners.set(label, defaultTemplate);
  for (const [name, { labels }] of Object.entries(templates))
    for (const [index, label] of labels.entries()) {
      const owner = owners.get(label) ?? name;
      owners.set(label, owner);
      if (owner !== name)
        yield {
          path: pathOf(name, "labels", String(index)),
          problem: {
            expected: `a label that ${owner} has not`,
            fix: "a build that asks for it would get either",
          },
          value: label,
        };
    }
}

function* anyBuild(templates: Templates): Generator<Violation> {
  const serving = Object.values(templates).some(({ forAnyBuild }) => forAnyBuild);
  if (defaultTemplate in templates && !serving)
    yield {
      path: pathOf(defaultTemplate, "forAnyBuild"),
      problem: {
        expected: "at least one template for any build",
        fix: "builds that ask for no label would wait forever",
      },
      value: false,
    };
}

function* withinCap({ agents, jenkins }: Sections): Generator<Violation> {
  for (const [name, { instanceCap }] of Object.entries(agents.templates))
    if (instanceCap !== undefined && instanceCap > jenkins.containerCap)
      yield {
        path: pathOf(name, "instanceCap"),
        problem: { expected: `at most jenkins.containerCap (${jenkins.containerCap})` },
        value: instanceCap,
      };
}

function* knownTemplates({ agents }: Sections): Generator<Violation> {
  const { templates, cloud } = agents;
  const names = [...new Set([defaultTemplate, ...Object.keys(templates)])];
  const expected = `a template of agents.templates (${names.join(", ")})`;
  if (![noDefaults, ...names].includes(cloud.defaultsTemplate))
    yield {
      path: ["agents", "cloud", "defaultsTemplate"],
      problem: { expected: `${expected}, or none` },
      value: cloud.defaultsTemplate,
    };
  for (const [name, { inheritFrom }] of Object.entries(templates)) {
    if (inheritFrom === undefined) continue;
    const path = pathOf(name, "inheritFrom");
    if (!names.includes(inheritFrom)) yield { path, problem: { expected }, value: inheritFrom };
    else if (ancestors(templates, name).includes(name))
      yield {
        path,
        problem: { expected: `a template that does not itself inherit from ${name}` },
        value: inheritFrom,
      };
  }
}

/** Templates that one inherits from, as far as nothing repeats. */
function ancestors(templates: Templates, name: string): string[] {
  const found: string[] = [];
  let next = templates[name]?.inheritFrom;
  while (next !== undefined && !found.includes(next)) {
    found.push(next);
    next = templates[next]?.inheritFrom;
  }
  return found;
}

function* enoughRequests({ agents, jenkins }: Sections): Generator<Violation> {
  const { maxRequestsPerHost } = agents.cloud;
  const least = jenkins.containerCap * 2;
  if (maxRequestsPerHost !== undefined && maxRequestsPerHost < least)
    yield {
      path: ["agents", "cloud", "maxRequestsPerHost"],
      problem: {
        expected: `at least ${least}, two for each pod of jenkins.containerCap`,
        fix: "every step in a container holds a connection",
      },
      value: maxRequestsPerHost,
    };
}

function* noRootWhereRestricted({ agents }: Sections): Generator<Violation> {
  if (!agents.cloud.restrictedPodSecurity) return;
  for (const [name, { containers }] of Object.entries(agents.templates))
    for (const [container, { root }] of Object.entries(containers))
      if (root)
        yield {
          path: pathOf(name, "containers", container, "root"),
          problem: {
            expected: "false together with agents.cloud.restrictedPodSecurity",
            fix: "Kubernetes refuses root there",
          },
          value: root,
        };
}

/** Pods with different levels would label the files of a claim anew against each other. */
function* oneLevelForClaim(templates: Templates): Generator<Violation> {
  const first = new Map<string, readonly [name: string, level: string | undefined]>();
  for (const [name, { volumes, seLinuxLevel }] of Object.entries(templates))
    for (const claim of new Set(Object.values(volumes).map((volume) => volume.claim?.name))) {
      if (claim === undefined) continue;
      const [other, level] = first.get(claim) ?? [name, seLinuxLevel];
      first.set(claim, [other, level]);
      if (level !== seLinuxLevel)
        yield {
          path: pathOf(name, "seLinuxLevel"),
          problem: {
            expected: `the level of ${other} (${level ?? "none"}), which mounts the claim ${claim} too`,
            fix: "each would label its files anew against the other",
          },
          value: seLinuxLevel,
        };
    }
}

function* someFolderPermitted({ agents, configuration }: Sections): Generator<Violation> {
  const permitted = Object.values(configuration.folders).some((folder) => folder.agents);
  if (agents.cloud.usageRestricted && !permitted)
    yield {
      path: ["agents", "cloud", "usageRestricted"],
      problem: {
        expected: "false as long as no folder of configuration.folders has agents",
        fix: "every build would wait forever",
      },
      value: true,
    };
}

function pathOf(name: string, ...rest: readonly string[]): string[] {
  return ["agents", "templates", name, ...rest];
}
