import type * as k8s from "@pulumi/kubernetes";

import { containerSecurity, homePath, sharedVolumes, type PodParts } from "../pod-parts";
import { imageScript, installScript, listPath, pluginList } from "./install-script";
import { pluginSet, type PluginFeature } from "./plugin-set";
import { defaultPlugins, type PluginSettings, type UpdateCentreSettings } from "./settings";

/** What the plugins' part of the pod depends on. */
export interface PluginPartsArgs {
  /** Image of the controller, which holds the plugin tool. */
  readonly image: string;
  /** Requests and limits of the init container. */
  readonly resources: k8s.types.input.core.v1.ResourceRequirements;
  /** @default - the plugins of the lock that the features need, from the public update centre */
  readonly plugins?: PluginSettings;
  /** What the stack uses, beside what every controller needs (D-02). */
  readonly features: readonly PluginFeature[];
  /** Environment of the init container beside its own, e.g. proxies. */
  readonly environment?: readonly k8s.types.input.core.v1.EnvVar[];
  /** Options of the plugin tool's JVM, e.g. `-Dhttps.proxyHost=proxy.example`. */
  readonly javaOptions?: readonly string[];
}

/** Name of the volume that holds the list of plugins. */
const listVolume = "plugins";

/** The init container that prepares the home, and the list it installs from. */
export function pluginParts(args: PluginPartsArgs): PodParts {
  const { source, extra } = args.plugins ?? defaultPlugins;
  const container = {
    name: "prepare-home",
    image: args.image,
    imagePullPolicy: "IfNotPresent",
    resources: args.resources,
    securityContext: containerSecurity,
  };
  const mounts = [
    { name: sharedVolumes.home, mountPath: homePath },
    { name: sharedVolumes.temporary, mountPath: "/tmp" },
  ];
  if (source === "image")
    return {
      initContainers: [
        {
          ...container,
          command: ["/bin/sh", "-c", imageScript(homePath)],
          env: [...(args.environment ?? [])],
          volumeMounts: mounts,
        },
      ],
    };
  return {
    initContainers: [
      {
        ...container,
        command: ["/bin/sh", "-c", installScript(homePath)],
        env: environment(args),
        volumeMounts: [...mounts, { name: listVolume, mountPath: listPath, readOnly: true }],
      },
    ],
    configMaps: { [listVolume]: pluginList(pluginSet({ features: args.features, extra })) },
  };
}

/** @see https://github.com/jenkinsci/plugin-installation-manager-tool#advanced-configuration */
function environment({
  plugins,
  environment = [],
  javaOptions = [],
}: PluginPartsArgs): k8s.types.input.core.v1.EnvVar[] {
  const { url, downloads, pluginVersions }: UpdateCentreSettings = plugins?.updateCentre ?? {};
  const optional = {
    JENKINS_UC: url,
    JENKINS_UC_DOWNLOAD_URL: downloads,
    JENKINS_PLUGIN_INFO: pluginVersions,
    JAVA_OPTS: javaOptions.length === 0 ? undefined : javaOptions.join(" "),
  };
  return [
    // The root file system is read-only, and the cache is of no use to the next start.
    { name: "CACHE_DIR", value: "/tmp/plugin-cache" },
    ...Object.entries(optional).flatMap(([name, value]) =>
      value === undefined ? [] : [{ name, value }],
    ),
    ...environment,
  ];
}
