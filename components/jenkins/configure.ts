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
import { awaitConfiguration, configurationReload, reloadParts } from "./configuration/reload";
import type { JenkinsControllerArgs } from "./controller-args";
import { endpoints, prefixOf } from "./endpoints";
import type { PodParts } from "./pod-parts";

/** The configuration of a controller, on its way into the pod. */
export interface Configured {
  /** Names of the ConfigMaps that hold it. */
  readonly configMaps: readonly pulumi.Output<string>[];
  /** What the pod needs to load it, and to load it again. */
  readonly parts: readonly PodParts[];
  /**
   * Makes the deployment wait until Jenkins has loaded this very configuration, and fail if it cannot. A pod that
   * restarts with a changed configuration needs none: its own start is the wait.
   */
  awaitLoaded(controller: pulumi.Resource): void;
}

/** Makes the ConfigMaps of the configuration, and what reloads it where the settings say so. */
export function configure(
  name: string,
  args: JenkinsControllerArgs,
  choices: ConfigurationChoices,
  parent: pulumi.Resource,
): Configured {
  const { namespace, configuration, image, arch, tolerations } = args;
  const prefix = prefixOf(args.url);
  const files = filesOf(args, choices);
  const reloaded = configuration.onChange === "reload";
  const configMap = reloaded ? changedConfigMap : replacedConfigMap;
  const maps = groupsOf(choices).map(([group, names]) =>
    configMap(
      `${name}-${group}`,
      namespace,
      files.apply((all) => chosen(all, names)),
      parent,
    ),
  );
  const always = {
    configMaps: maps.map(({ metadata }) => metadata.name),
    parts: [
      initGroovyParts({ ...buildTimeout(configuration.buildTimeoutMinutes), ...args.initGroovy }),
      mailerParts(configuration),
    ],
  };
  if (!reloaded) return { ...always, awaitLoaded: () => undefined };

  const { tokenSecret } = configurationReload(name, { namespace }, parent);
  return {
    configMaps: always.configMaps,
    parts: [
      ...always.parts,
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
