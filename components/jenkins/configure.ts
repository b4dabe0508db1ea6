import * as pulumi from "@pulumi/pulumi";

import type { TeamCloud } from "../internal/team-cloud";
import { changedConfigMap, replacedConfigMap } from "./config-maps";
import { buildTimeout } from "./configuration/build-timeout";
import {
  configMapGroups,
  configurationFiles,
  revisionFile,
  type CloudPlace,
  type ConfigurationChoices,
  type Files,
} from "./configuration/configuration-files";
import { initGroovyParts } from "./configuration/init-groovy";
import { mailerMounts, mailerParts } from "./configuration/mailer";
import { quietStart, quietStartParts } from "./configuration/quiet-start";
import { awaitConfiguration, configurationReload, reloadParts } from "./configuration/reload";
import type { JenkinsControllerArgs } from "./controller-args";
import { endpoints, prefixOf } from "./endpoints";
import type { PodParts } from "./pod-parts";

/** The configuration of a controller, on its way into the pod. */
export interface Configured {
  /** Names that tell one configuration from another, as far as a change of it replaces the pod. */
  readonly rolled: readonly pulumi.Input<string>[];
  /**
   * Makes the ConfigMaps that a running Jenkins reads again, once nothing is left to be done before it may.
   *
   * @returns names of all ConfigMaps that hold the configuration
   */
  configMaps(after: readonly pulumi.Resource[]): readonly pulumi.Output<string>[];
  /** What the pod needs to load it, and to load it again. */
  readonly parts: readonly PodParts[];
  /**
   * Makes the deployment wait until Jenkins has loaded this very configuration, and fail if it cannot. A pod that
   * restarts with a changed configuration needs none: its own start is the wait.
   */
  awaitLoaded(controller: pulumi.Resource): void;
}

/** Prepares the ConfigMaps of the configuration, and what reloads it where the settings say so. */
export function configure(
  name: string,
  args: JenkinsControllerArgs,
  choices: ConfigurationChoices,
  parent: pulumi.Resource,
): Configured {
  const { namespace, configuration, image, arch, tolerations } = args;
  const prefix = prefixOf(args.url);
  const files = filesOf(args, choices);
  const groups = groupsOf(choices).map(([group, names]) => {
    const data = files.apply((all) => chosen(all, names));
    return { map: `${name}-${group}`, data };
  });
  const parts = [
    initGroovyParts({
      ...buildTimeout(configuration.buildTimeoutMinutes),
      ...quietStart,
      ...args.initGroovy,
    }),
    quietStartParts(),
    mailerParts(configuration),
  ];
  if (configuration.onChange !== "reload") {
    const maps = groups.map(({ map, data }) => replacedConfigMap(map, namespace, data, parent));
    const names = maps.map(({ metadata }) => metadata.name);
    return { rolled: names, configMaps: () => names, parts, awaitLoaded: () => undefined };
  }

  const { tokenSecret } = configurationReload(name, { namespace }, parent);
  const maps: pulumi.Resource[] = [];
  return {
    rolled: groups.map(({ map }) => map),
    configMaps: (after) =>
      groups.map(({ map, data }) => {
        const made = changedConfigMap(map, namespace, data, parent, after);
        maps.push(made);
        return made.metadata.name;
      }),
    parts: [
      ...parts,
      reloadParts({ image, prefix, tokenSecret, secretMounts: mailerMounts(configuration) }),
    ],
    awaitLoaded: (controller) => {
      const revision = files.apply((all) => all[revisionFile] ?? "");
      const wait = { namespace, image, arch, tolerations, revision };
      // Jenkins loads what both of them carry: no value leads from them to the waiting.
      awaitConfiguration(name, wait, parent, { dependsOn: [...maps, controller] });
    },
  };
}

/** The documents with the names that only objects of the cluster know. */
function filesOf(args: JenkinsControllerArgs, choices: ConfigurationChoices): pulumi.Output<Files> {
  const { jobsNamespace, agentServiceAccount, knownHosts, teams = {} } = args;
  const own = placeOf({ namespace: jobsNamespace, agentServiceAccount, knownHosts });
  const places = Object.entries(teams).map(([team, cloud]) =>
    placeOf({ ...cloud, knownHosts: cloud.knownHosts }).apply((place) => [team, place] as const),
  );
  return pulumi
    .all([args.namespace, own, pulumi.all(places)])
    .apply(([controllerNamespace, place, ofTeams]) =>
      configurationFiles({
        ...choices,
        ...endpoints(controllerNamespace, prefixOf(args.url)),
        ...place,
        teamPlaces: Object.fromEntries(ofTeams),
      }),
    );
}

/** Where the agents of one cloud run, in names that only objects of the cluster know. */
function placeOf({
  namespace,
  agentServiceAccount,
  knownHosts,
}: Pick<TeamCloud, "namespace" | "agentServiceAccount"> & {
  readonly knownHosts: TeamCloud["knownHosts"] | undefined;
}): pulumi.Output<CloudPlace> {
  return pulumi
    .all([namespace, agentServiceAccount, knownHosts?.configMapName])
    .apply(([builds, account, configMapName]) => ({
      jobsNamespace: builds,
      agentServiceAccount: account,
      ...(knownHosts === undefined || configMapName === undefined
        ? {}
        : { knownHosts: { configMapName, key: knownHosts.key } }),
    }));
}

/**
 * Groups of files and the names of their files. What is decided here are objects, so no value that only a cluster
 * knows may take part: stand-ins of the greatest length do.
 */
function groupsOf(choices: ConfigurationChoices): (readonly [string, readonly string[]])[] {
  const longest = "x".repeat(63);
  const place = {
    jobsNamespace: longest,
    agentServiceAccount: longest,
    knownHosts: { configMapName: longest, key: longest },
  };
  const teams = Object.keys(choices.teams ?? {});
  const files = configurationFiles({
    ...choices,
    ...endpoints(longest, prefixOf(choices.url)),
    ...place,
    teamPlaces: Object.fromEntries(teams.map((team) => [team, place])),
  });
  return Object.entries(configMapGroups(files)).map(([group, content]) => [
    group,
    Object.keys(content),
  ]);
}

function chosen(files: Files, names: readonly string[]): Files {
  return Object.fromEntries(Object.entries(files).filter(([name]) => names.includes(name)));
}
