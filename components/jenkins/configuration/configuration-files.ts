import type { AgentTemplate } from "../../internal/agent-template";
import { parsed, type Finding } from "../../internal/arguments";
import { jenkinsVersion, parseJenkinsImage } from "../../internal/image";
import type { Architecture } from "../../internal/node-affinity";
import { revisionOf } from "../../internal/revision";
import type { TeamCloud } from "../../internal/team-cloud";
import { agentFindings, templateFindings } from "./agent-findings";
import { agentTemplates } from "./agent-templates";
import { configurationDocuments } from "./document";
import { guard, type Documents } from "./guard";
import type { PodTemplateDefaults } from "./pod-template";
import type { AgentSettings, ConfigurationSettings } from "./settings";
import { configurationYaml } from "./yaml";

/** What a stack chooses: known at preview, and so checked there. */
export interface ConfigurationChoices {
  /** Address users see, with a final slash. */
  readonly url: string;
  /** Image of the controller; its version decides which keys there are. */
  readonly image: string;
  /** Image of the inbound agent in every agent pod. */
  readonly agentImage: string;
  /** Most agent pods at once. */
  readonly containerCap: number;
  /** Architecture of the default agent. */
  readonly arch: Architecture;
  readonly configuration: ConfigurationSettings;
  readonly agents: AgentSettings;
  /** Kinds of agents that other parts of the stack bring. */
  readonly extraTemplates?: readonly AgentTemplate[];
  /** Clouds of teams, by the name of the team. */
  readonly teams?: Readonly<Record<string, TeamChoices>>;
  /** Ids of the installed plugins; undefined for an image that brings its own. */
  readonly plugins: readonly string[] | undefined;
  /** Lines of known hosts that the Git plugin goes by; without any it uses the file of the image. */
  readonly approvedHostKeys?: readonly string[];
  /** Documents of other parts, by file; their keys are nobody else's. */
  readonly documents?: Documents;
}

/** What a team chooses. */
export type TeamChoices = Pick<TeamCloud, "containerCap" | "templates" | "folders">;

/** Where the agents of a cloud run. */
export interface CloudPlace {
  readonly jobsNamespace: string;
  readonly agentServiceAccount: string;
  /** ConfigMap and key with the hosts that `git` over SSH may trust. */
  readonly knownHosts?: PodTemplateDefaults["knownHosts"];
}

/** What the cluster says, beside the choices. */
export interface ConfigurationArgs extends ConfigurationChoices, CloudPlace {
  /** Where agents find the controller. */
  readonly controllerUrl: string;
  /** Host and port agents connect to. */
  readonly tunnel: string;
  /** Where the agents of teams run, by the name of the team. */
  readonly teamPlaces?: Readonly<Record<string, CloudPlace>>;
}

/** Files of a ConfigMap, by name. */
export type Files = Readonly<Record<string, string>>;

/** File that says which configuration the others are. Jenkins reads YAML files only. */
export const revisionFile = "revision";

/** Most bytes of a ConfigMap that the API server takes, less what its names and annotations need. */
const roomOfConfigMap = 1_000_000;

/** The configuration's files: what Jenkins reads, and the revision they are (C-04, C-05). */
export function configurationFiles(args: ConfigurationArgs): Files {
  const files = Object.fromEntries(
    Object.entries(documentsOf(args)).map(([file, document]) => [
      file,
      configurationYaml(document),
    ]),
  );
  return { ...files, [revisionFile]: revisionOf(files) };
}

/**
 * The files in groups that fit into a ConfigMap each, by a name that stays.
 *
 * The first group is the only one as long as everything fits into it.
 */
export function configMapGroups(files: Files): Readonly<Record<string, Files>> {
  const groups: Record<string, string>[] = [{}];
  for (const [file, content] of Object.entries(files)) {
    const last = groups.at(-1) ?? {};
    if (sizeOf({ ...last, [file]: content }) <= roomOfConfigMap) last[file] = content;
    else groups.push({ [file]: content });
  }
  return Object.fromEntries(
    groups.map((group, index) => [
      index === 0 ? "configuration" : `configuration-${index + 1}`,
      group,
    ]),
  );
}

/** What no controller can work with, in the choices of a stack. */
export function configurationFindings(choices: ConfigurationChoices): Finding[] {
  const templates = agentTemplates(choices);
  const ofTeams = Object.entries(choices.teams ?? {}).flatMap(([team, cloud]) =>
    cloud.templates.flatMap((template) =>
      templateFindings(template, cloud.containerCap, `teams.${team}.${template.name}`),
    ),
  );
  const agents = [...agentFindings(templates, choices), ...ofTeams].filter(
    (finding) => finding !== undefined,
  );
  if (agents.length > 0) return agents;
  const version = jenkinsVersion(parsed(parseJenkinsImage, choices.image));
  const anywhere = { ...choices, ...unknownPlaces };
  const documents = documentsOf(anywhere);
  return [
    ...guard({ documents, version, plugins: choices.plugins }),
    ...Object.entries(configurationFiles(anywhere)).flatMap(([file, content]) =>
      sizeOf({ [file]: content }) <= roomOfConfigMap
        ? []
        : [
            `configuration[${JSON.stringify(file)}]: expected at most ${roomOfConfigMap} bytes, got ${sizeOf({ [file]: content })}; a ConfigMap takes no more`,
          ],
    ),
  ];
}

/** What works, but not well. */
export function configurationWarnings({ configuration }: ConfigurationChoices): string[] {
  const { controllerBuilds, multibranch } = configuration;
  const onController =
    controllerBuilds === undefined
      ? []
      : [
          `configuration.controllerBuilds: builds on the controller can read its secrets (${controllerBuilds.reason})`,
        ];
  const ofStrangers = Object.entries(multibranch).flatMap(([path, { gitHub }]) =>
    gitHub === undefined || gitHub.forks.trust === "none"
      ? []
      : [
          `configuration.multibranch[${JSON.stringify(path)}]: pull requests of strangers are built (${gitHub.forks.reason ?? ""})`,
        ],
  );
  return [...onController, ...ofStrangers];
}

/** Plugins' features that the configuration needs beside the base. */
export function configurationFeatures(configuration: ConfigurationSettings): ("jobs" | "gitHub")[] {
  const { folders, pipelines, multibranch, undeclaredJobs } = configuration;
  const declared = [folders, pipelines, multibranch].some((jobs) => Object.keys(jobs).length > 0);
  const gitHub = Object.values(multibranch).some((job) => job.gitHub !== undefined);
  return [
    ...(declared || undeclaredJobs === "delete" ? (["jobs"] as const) : []),
    ...(gitHub ? (["gitHub"] as const) : []),
  ];
}

/** Stand-ins: no key depends on a place. */
const unknownPlaces = {
  controllerUrl: "",
  tunnel: "",
  jobsNamespace: "",
  agentServiceAccount: "",
};

function documentsOf(args: ConfigurationArgs): Documents {
  const { controllerUrl, tunnel, agentImage, agents } = args;
  const common = { controllerUrl, tunnel, agentImage };
  const { containerCap } = args;
  const templates = agentTemplates(args);
  const cloud = { ...common, ...placed(args), cloud: agents.cloud, containerCap, templates };
  const teams = Object.entries(args.teams ?? {}).map(([name, team]) => ({
    ...common,
    ...placed(args.teamPlaces?.[name] ?? unknownPlaces),
    ...team,
    name,
    // Folders of a team alone use its cloud, and pods that their pipelines define take over from its own template.
    cloud: { ...agents.cloud, usageRestricted: true, defaultsTemplate: name },
  }));
  const { url, configuration, approvedHostKeys = [], documents } = args;
  return {
    ...configurationDocuments({ url, configuration, approvedHostKeys, cloud, teams }),
    ...documents,
  };
}

function placed({ jobsNamespace, agentServiceAccount, knownHosts }: CloudPlace) {
  return {
    jobsNamespace,
    serviceAccount: agentServiceAccount,
    ...(knownHosts === undefined ? {} : { knownHosts }),
  };
}

function sizeOf(files: Files): number {
  return Object.entries(files).reduce(
    (sum, [file, content]) => sum + Buffer.byteLength(file) + Buffer.byteLength(content),
    0,
  );
}
