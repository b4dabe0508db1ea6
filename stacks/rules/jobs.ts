import type { AgentTemplate } from "../../components/internal/agent-template";
import { describedAgent } from "../../components/internal/described-agent";
import {
  containerNeeds,
  needKeys,
  needText,
  podNeeds,
  templateContainers,
  withDefaults,
} from "../../components/internal/pod-needs";
import { parseQuantity } from "../../components/internal/quantity";
import type { Sections } from "../settings";
import { duplicates, known, rule, type Violation } from "./rule";

type Jobs = Sections["jobs"];
type Space = Jobs | Jobs["teams"][string];

/** One namespace of builds: where its settings stand, and the agents that run in it. */
interface PlacedSpace {
  readonly path: readonly string[];
  readonly space: Space;
  readonly templates: readonly AgentTemplate[];
}

/** What namespaces of builds must satisfy (A-03, A-04, B-27, C-26). */
export const jobsRules = [
  rule<Sections>(["jenkins.namespace", "jobs", "storage.secretNamespace"], separateNamespaces),
  rule<Sections>(["jobs"], separateRegistries),
  rule<Sections>(["jobs"], requestsWithinLimits),
  rule<Sections>(["jobs", "agents"], containersWithinMost),
  rule<Sections>(["jobs", "agents"], podsWithinQuota),
  rule<Sections>(["jobs"], oneKindOfServer),
  rule<Sections>(["jobs.podSecurity", "agents.cloud.restrictedPodSecurity"], restrictedAgents),
  rule<Sections>(["jobs.podSecurity", "gentoo"], restrictedGentoo),
  rule<Sections>(["jobs.cleanUp"], cleanUpWithImage),
];

function separateNamespaces({ storage, jenkins, jobs }: Sections): Iterable<Violation> {
  return duplicates(
    [
      { path: ["jenkins", "namespace"], value: jenkins.namespace },
      { path: ["jobs", "namespace"], value: jobs.namespace },
      { path: ["storage", "secretNamespace"], value: storage.secretNamespace },
      ...Object.entries(jobs.teams).map(([team, { namespace }]) => ({
        path: ["jobs", "teams", team, "namespace"],
        value: namespace,
      })),
    ],
    "a namespace is the border of what its ServiceAccounts may read",
  );
}

function* separateRegistries(settings: Sections): Generator<Violation> {
  for (const { path, space } of spacesOf(settings))
    yield* duplicates(
      Object.entries(space.registries).map(([name, { server }]) => ({
        path: [...path, "registries", name, "server"],
        value: server,
      })),
      "a pull secret holds one login a registry",
    );
}

function* requestsWithinLimits(settings: Sections): Generator<Violation> {
  for (const { path, space } of spacesOf(settings)) {
    const { usual } = space.containers;
    for (const resource of ["cpu", "memory", "ephemeralStorage"] as const)
      if (amount(usual[`${resource}Request`]) > amount(usual[`${resource}Limit`]))
        yield {
          path: [...path, "containers", "usual", `${resource}Request`],
          problem: { expected: `at most the limit ${usual[`${resource}Limit`]}` },
          value: usual[`${resource}Request`],
        };
  }
}

/** A container above the LimitRange is refused whenever a pod with it is made. */
function* containersWithinMost(settings: Sections): Generator<Violation> {
  for (const { path, space, templates } of spacesOf(settings)) {
    const { usual, most } = space.containers;
    const containers = [
      { owner: "usual", ...containerNeeds(usual) },
      ...templates.flatMap((template) =>
        templateContainers(template, templates, usual).map(({ name, ...needs }) => ({
          owner: `the container ${name} of the template ${template.name}`,
          ...needs,
        })),
      ),
    ];
    for (const resource of ["cpu", "memory", "ephemeralStorage"] as const) {
      const set = most[resource];
      const key = `${resource}Limits` as const;
      const [largest] = [...containers].sort((one, other) => other[key] - one[key]);
      if (set !== undefined && largest !== undefined && largest[key] > amount(set))
        yield {
          path: [...path, "containers", "most", resource],
          problem: {
            expected: `at least ${needText(key, largest[key])}, the limit of ${largest.owner}`,
          },
          value: set,
        };
    }
  }
}

/** A pod larger than its quota never starts, whatever else runs. */
function* podsWithinQuota(settings: Sections): Generator<Violation> {
  for (const { path, space, templates } of spacesOf(settings)) {
    const { quota, containers } = space;
    const pods = templates.map((template) => ({
      name: template.name,
      needs: podNeeds(template, templates, containers.usual),
    }));
    for (const key of needKeys) {
      const set = quota[key];
      const [largest] = [...pods].sort((one, other) => other.needs[key] - one.needs[key]);
      if (!quota.enabled || set === undefined || largest === undefined) continue;
      if (largest.needs[key] > amount(String(set)))
        yield {
          path: [...path, "quota", key],
          problem: {
            expected: `at least ${needText(key, largest.needs[key])}, what one pod of the template ${largest.name} takes`,
          },
          value: set,
        };
    }
  }
}

function* oneKindOfServer(settings: Sections): Generator<Violation> {
  for (const { path, space } of spacesOf(settings))
    for (const [name, { networks, namespace }] of Object.entries(space.network.egress))
      if ((networks === undefined) === (namespace === undefined))
        yield {
          path: [...path, "network", "egress", name],
          problem: {
            expected: "either networks or a namespace",
            found: networks === undefined ? "neither" : "both",
          },
        };
}

/** Pods that pipelines define say nothing about their security, unless the cloud adds it. */
function* restrictedAgents({ jobs, agents }: Sections): Generator<Violation> {
  const spaces = [
    { path: ["jobs"], podSecurity: jobs.podSecurity },
    ...Object.entries(jobs.teams).map(([team, { podSecurity }]) => ({
      path: ["jobs", "teams", team],
      podSecurity,
    })),
  ];
  for (const { path, podSecurity } of spaces)
    if (podSecurity === "restricted" && !agents.cloud.restrictedPodSecurity)
      yield {
        path: [...path, "podSecurity"],
        problem: {
          expected: '"baseline" without agents.cloud.restrictedPodSecurity',
          fix: "the API server would refuse every pod that says nothing of its security",
        },
        value: podSecurity,
      };
}

function* restrictedGentoo({ jobs, gentoo }: Sections): Generator<Violation> {
  if (jobs.podSecurity === "restricted" && gentoo?.enabled === true)
    yield {
      path: ["jobs", "podSecurity"],
      problem: {
        expected: '"baseline" together with gentoo',
        fix: "emerge installs what it builds, as root within its pod",
      },
      value: jobs.podSecurity,
    };
}

function* cleanUpWithImage({ jobs: { cleanUp } }: Sections): Generator<Violation> {
  const { enabled, image, finishedHours, runningHours } = cleanUp;
  if (enabled && image === undefined)
    yield {
      path: ["jobs", "cleanUp", "image"],
      problem: { expected: "an image with kubectl as long as jobs.cleanUp.enabled" },
    };
  if (runningHours < finishedHours)
    yield {
      path: ["jobs", "cleanUp", "runningHours"],
      problem: { expected: `at least jobs.cleanUp.finishedHours (${finishedHours})` },
      value: runningHours,
    };
}

/** The stack's own namespace of builds and those of teams. */
function spacesOf({ jobs, agents }: Sections): PlacedSpace[] {
  const described = (templates: Sections["agents"]["templates"]) =>
    Object.entries(templates).map(([name, template]) => describedAgent(name, template));
  return [
    {
      path: ["jobs"],
      space: jobs,
      templates: withDefaults(described(agents.templates), agents.cloud.defaultsTemplate),
    },
    ...Object.entries(jobs.teams).map(([team, space]) => ({
      path: ["jobs", "teams", team],
      space,
      templates: withDefaults(described(space.templates), team),
    })),
  ];
}

function amount(quantity: string): number {
  return known(parseQuantity(quantity));
}
