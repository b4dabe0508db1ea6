import * as pulumi from "@pulumi/pulumi";

import { changedConfigMap, replacedConfigMap } from "./config-maps";
import {
  configMapGroups,
  configurationFiles,
  revisionFile,
  type ConfigurationChoices,
  type Files,
} from "./configuration/configuration-files";
import { initGroovyParts } from "./configuration/init-groovy";
import { mailerParts } from "./configuration/mailer";
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
  const { namespace, configuration, image, arch } = args;
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
    parts: [initGroovyParts(args.initGroovy), mailerParts(configuration)],
  };
  if (!reloaded) return { ...always, awaitLoaded: () => undefined };

  const { tokenSecret } = configurationReload(name, { namespace }, parent);
  return {
    configMaps: always.configMaps,
    parts: [...always.parts, reloadParts({ image, prefix, tokenSecret })],
    awaitLoaded: (controller) => {
      const revision = files.apply((all) => all[revisionFile] ?? "");
      const wait = { namespace, image, arch, revision };
      // Jenkins loads what both of them carry: no value leads from them to the waiting.
      awaitConfiguration(name, wait, parent, { dependsOn: [...maps, controller] });
    },
  };
}

/** The documents with the names that only objects of the cluster know. */
function filesOf(args: JenkinsControllerArgs, choices: ConfigurationChoices): pulumi.Output<Files> {
  const { namespace, jobsNamespace, agentServiceAccount, knownHosts } = args;
  return pulumi
    .all([namespace, jobsNamespace, agentServiceAccount, pulumi.output(knownHosts)])
    .apply(([controllerNamespace, ...[builds, account, hosts]]) =>
      configurationFiles({
        ...choices,
        ...endpoints(controllerNamespace, prefixOf(args.url)),
        jobsNamespace: builds,
        agentServiceAccount: account,
        ...(hosts === undefined ? {} : { knownHosts: hosts }),
      }),
    );
}

/**
 * Groups of files and the names of their files. What is decided here are objects, so no value that only a cluster
 * knows may take part: stand-ins of the greatest length do.
 */
function groupsOf(choices: ConfigurationChoices): (readonly [string, readonly string[]])[] {
  const longest = "x".repeat(63);
  const files = configurationFiles({
    ...choices,
    ...endpoints(longest, prefixOf(choices.url)),
    jobsNamespace: longest,
    agentServiceAccount: longest,
    knownHosts: { configMapName: longest, key: longest },
  });
  return Object.entries(configMapGroups(files)).map(([group, content]) => [
    group,
    Object.keys(content),
  ]);
}

function chosen(files: Files, names: readonly string[]): Files {
  return Object.fromEntries(Object.entries(files).filter(([name]) => names.includes(name)));
}
