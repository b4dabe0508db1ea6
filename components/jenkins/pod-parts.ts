import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** The Jenkins home, as every container of the pod sees it. */
export const homePath = "/var/jenkins_home";

/** Where Jenkins reads its configuration as code: a mounted directory, so that a change reaches a running pod. */
export const configurationPath = `${homePath}/casc_configs`;

/** Where Jenkins looks up the secrets its configuration refers to, one file each. */
export const secretsPath = "/run/secrets/jenkins";

/** Volumes of the pod that any part may mount. */
export const sharedVolumes = {
  /** The claim of the home. */
  home: "home",
  /** The configuration as code. */
  configuration: "configuration",
  /** Room that ends with the pod, for `/tmp`: root file systems are read-only. */
  temporary: "temporary",
} as const;

/** User and group of the official image, and so of every container of the pod. */
export const jenkinsId = 1000;

/** What every container of the pod is allowed: nothing beyond the `restricted` Pod Security Standard. */
export const containerSecurity: k8s.types.input.core.v1.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
};

/**
 * What one part of the controller adds to its pod.
 *
 * A part is a plain value: it makes no object, and what it names must be unique within the pod.
 */
export interface PodParts {
  /**
   * Containers that run before Jenkins, in this order; one with `restartPolicy: Always` keeps running beside it.
   *
   * Each states requests and limits, {@link containerSecurity} and `imagePullPolicy: IfNotPresent`.
   */
  readonly initContainers?: readonly k8s.types.input.core.v1.Container[];
  /** Volumes beside {@link sharedVolumes}. */
  readonly volumes?: readonly k8s.types.input.core.v1.Volume[];
  /** Mounts of the Jenkins container. */
  readonly mounts?: readonly k8s.types.input.core.v1.VolumeMount[];
  /** Environment of the Jenkins container. */
  readonly env?: readonly k8s.types.input.core.v1.EnvVar[];
  /** Options of the Jenkins JVM, e.g. `-Dhudson.footerURL=https://example.org`. */
  readonly javaOptions?: readonly string[];
  /**
   * Files of ConfigMaps, by the name of the volume that mounts them.
   *
   * The controller makes each without a name of its own and immutable, so that a change restarts the pod, and adds
   * the volume; whoever needs the files adds the mount.
   */
  readonly configMaps?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names of Secrets whose keys appear as files in {@link secretsPath}. */
  readonly secrets?: readonly pulumi.Input<string>[];
  /** Annotations of the pod: a changed one restarts it. */
  readonly annotations?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** {@link PodParts} with nothing left open. */
export type WholePodParts = Required<PodParts>;

/**
 * Several parts as one, in their order.
 *
 * @throws when two of them claim one name: a mistake of the program
 */
export function joined(parts: readonly PodParts[]): WholePodParts {
  const whole = {
    initContainers: parts.flatMap(({ initContainers = [] }) => initContainers),
    volumes: parts.flatMap(({ volumes = [] }) => volumes),
    mounts: parts.flatMap(({ mounts = [] }) => mounts),
    env: parts.flatMap(({ env = [] }) => env),
    javaOptions: parts.flatMap(({ javaOptions = [] }) => javaOptions),
    secrets: parts.flatMap(({ secrets = [] }) => secrets),
  };
  const configMaps = parts.flatMap((part) => Object.entries(part.configMaps ?? {}));
  const annotations = parts.flatMap((part) => Object.entries(part.annotations ?? {}));
  const volumeNames = [...whole.volumes.map(({ name }) => name), ...namesOf(configMaps)];
  once("init container", [...whole.initContainers.map(({ name }) => name)]);
  once("volume", [...Object.values(sharedVolumes), ...volumeNames]);
  once("mount", [...whole.mounts.map(({ mountPath }) => mountPath)]);
  once("variable", [...whole.env.map(({ name }) => name)]);
  once("annotation", namesOf(annotations));
  return {
    ...whole,
    configMaps: Object.fromEntries(configMaps),
    annotations: Object.fromEntries(annotations),
  };
}

function namesOf(entries: readonly (readonly [string, unknown])[]): string[] {
  return entries.map(([name]) => name);
}

/** Names that come from outputs belong to objects, which the engine tells apart. */
function once(kind: string, names: readonly pulumi.Input<string>[]): void {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (typeof twice === "string") throw new Error(`two parts of the pod claim the ${kind} ${twice}`);
}
