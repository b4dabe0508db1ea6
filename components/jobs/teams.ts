import type * as pulumi from "@pulumi/pulumi";

import type { AgentTemplate } from "../internal/agent-template";
import { describedAgent } from "../internal/described-agent";
import type { KnownHostsList } from "../internal/known-hosts/known-hosts-list";
import type { Architecture } from "../internal/node-affinity";
import type { TeamCloud } from "../internal/team-cloud";
import { JobBoundaries, type JobBoundariesArgs } from "./job-boundaries";
import { JobNamespace } from "./job-namespace";
import { sshKnownHosts } from "./known-hosts";
import type { TeamSettings } from "./settings";

/** What {@link jobTeams} needs beside the teams themselves. */
export interface JobTeamsArgs extends Pick<
  JobBoundariesArgs,
  "cleanUp" | "controllerNamespace" | "sourceHosts" | "apiServer"
> {
  readonly teams: Readonly<Record<string, TeamSettings>>;
  /** Passwords of every registry; those of a team by `<team>/<registry>`. */
  readonly registryPasswords: Readonly<Record<string, pulumi.Input<string>>>;
  /** Architecture of the default agents. */
  readonly arch: Architecture;
  /** Whose host keys SSH trusts; a pod finds the list in its own namespace only. */
  readonly knownHosts: KnownHostsList;
}

/** What the controller needs for the cloud of a team. */
export interface JobTeam extends TeamCloud {
  readonly namespace: pulumi.Output<string>;
  readonly agentServiceAccount: pulumi.Output<string>;
}

/**
 * Makes a namespace with its boundaries for every team.
 *
 * @returns by the name of the team what the controller needs for a cloud in it
 */
export function jobTeams(
  { teams, registryPasswords, knownHosts, ...common }: JobTeamsArgs,
  opts?: pulumi.ComponentResourceOptions,
): Readonly<Record<string, JobTeam>> {
  return Object.fromEntries(
    Object.entries(teams).map(([team, settings]): [string, JobTeam] => {
      const name = `team-${team}`;
      const passwords = passwordsOf(team, registryPasswords);
      const { namespace, agentServiceAccount } = new JobNamespace(
        name,
        { ...settings, registryPasswords: passwords },
        opts,
      );
      const templates = teamTemplates(team, settings, common.arch);
      new JobBoundaries(
        `${name}-boundaries`,
        { ...common, ...settings, namespace, templates, defaultsTemplate: team },
        opts,
      );
      const list = sshKnownHosts(`${name}-known-hosts`, { ...knownHosts, namespace }, opts);
      const { containerCap, folders } = settings;
      const cloud = { namespace, agentServiceAccount, containerCap, templates, folders };
      return [team, list === undefined ? cloud : { ...cloud, knownHosts: list }];
    }),
  );
}

/**
 * Every kind of agent of a team; the one with its name is what pods that pipelines define take over from.
 *
 * None is for builds that ask for no label: those cannot tell the clouds apart, so that they would run in either.
 */
export function teamTemplates(
  team: string,
  { templates }: Pick<TeamSettings, "templates">,
  arch: Architecture,
): AgentTemplate[] {
  const builtIn: AgentTemplate = {
    name: team,
    labels: [team],
    forAnyBuild: false,
    arch,
  };
  return [
    ...(team in templates ? [] : [builtIn]),
    ...Object.entries(templates).map(([name, template]) => describedAgent(name, template)),
  ];
}

/** The passwords of one team's registries, by the names the team gives them. */
function passwordsOf<T>(team: string, passwords: Readonly<Record<string, T>>): Record<string, T> {
  const prefix = `${team}/`;
  return Object.fromEntries(
    Object.entries(passwords)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, password]) => [name.slice(prefix.length), password]),
  );
}
