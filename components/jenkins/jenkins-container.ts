import type * as k8s from "@pulumi/kubernetes";

import type { CloudSettings } from "./configuration/settings";
import { httpPort, listenerPorts } from "./endpoints";
import {
  configurationPath,
  containerSecurity,
  homePath,
  secretsPath,
  sharedVolumes,
  type WholePodParts,
} from "./pod-parts";
import { loginProbes } from "./probes";
import { proxyEnvironment, proxyJavaOptions, type ProxySettings } from "./proxy";
import { containerResources, type ControllerResources } from "./resources";

/** What the settings say about the process that is Jenkins. */
export interface ProcessSettings extends ControllerResources {
  /** The official image with an exact version. Changing it is the only way a new Jenkins starts. */
  readonly image: string;
  /** Part of the memory limit that is heap, in percent; threads, code and caches need the rest (C-17). */
  readonly heapPercent: number;
  /** Options of the JVM beside those the stack sets (C-16). */
  readonly javaOptions: readonly string[];
  /** Minutes Jenkins may take to answer for the first time. */
  readonly startupMinutes: number;
  /**
   * Proxy on the way out of the cluster.
   *
   * @default - none
   */
  readonly proxy?: ProxySettings;
  /**
   * Time zone of schedules and of the user interface, by its tz name.
   *
   * @default - the image's, which is UTC
   */
  readonly timeZone?: string;
}

/** What the container is made of. */
export interface JenkinsContainerArgs extends ProcessSettings {
  /** Path Jenkins is served under, without a final slash. */
  readonly prefix: string;
  /** How agents connect. */
  readonly transport: CloudSettings["transport"];
  /** What other parts of the controller add. */
  readonly parts: WholePodParts;
}

const cachePath = "/var/cache/jenkins";

/** The container that is Jenkins. It logs to its standard output, and to no file (E-05). */
export function jenkinsContainer(args: JenkinsContainerArgs): k8s.types.input.core.v1.Container {
  return {
    name: "jenkins",
    image: args.image,
    imagePullPolicy: "IfNotPresent",
    env: [...environment(args), ...args.parts.env],
    ports: [
      { name: "http", containerPort: httpPort, protocol: "TCP" },
      ...listenerPorts(args.transport).map((containerPort) => ({
        name: "agent-listener",
        containerPort,
        protocol: "TCP",
      })),
    ],
    ...loginProbes(args.prefix, args.startupMinutes),
    resources: containerResources(args),
    securityContext: containerSecurity,
    // A configuration that Jenkins refuses at its start ends it: its last lines say why.
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
      { name: sharedVolumes.home, mountPath: homePath },
      { name: sharedVolumes.configuration, mountPath: configurationPath, readOnly: true },
      { name: "secrets", mountPath: secretsPath, readOnly: true },
      { name: "cache", mountPath: cachePath },
      { name: sharedVolumes.temporary, mountPath: "/tmp" },
      ...args.parts.mounts,
    ],
  };
}

function environment(args: JenkinsContainerArgs): k8s.types.input.core.v1.EnvVar[] {
  const prefixOption = args.prefix === "" ? "" : ` --prefix=${args.prefix}`;
  return [
    // Not JAVA_OPTS, which the plugin tool obeys as well.
    { name: "JENKINS_JAVA_OPTS", value: javaOptions(args).join(" ") },
    // The unpacked application belongs on no volume, and the root file system is read-only.
    { name: "JENKINS_OPTS", value: `--webroot=${cachePath}/war${prefixOption}` },
    { name: "CASC_JENKINS_CONFIG", value: configurationPath },
    { name: "SECRETS", value: secretsPath },
    // A secret that is not there stops Jenkins instead of becoming an empty password.
    { name: "CASC_STRICT_SECRET_RESOLUTION", value: "true" },
    ...(args.timeZone === undefined ? [] : [{ name: "TZ", value: args.timeZone }]),
    ...(args.proxy === undefined ? [] : proxyEnvironment(args.proxy)),
  ];
}

function javaOptions(args: JenkinsContainerArgs): string[] {
  return [
    "-Djenkins.install.runSetupWizard=false",
    // The heap follows the limit (C-17).
    `-XX:MaxRAMPercentage=${args.heapPercent}`,
    ...(args.proxy === undefined ? [] : proxyJavaOptions(args.proxy)),
    ...args.parts.javaOptions,
    ...args.javaOptions,
  ];
}
