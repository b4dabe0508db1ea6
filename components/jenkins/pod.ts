import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { labels } from "../internal/labels";
import {
  nodeSelectorTerms,
  platformRequirements,
  type Architecture,
  type NodeRequirement,
} from "../internal/node-affinity";
import { agentListenerPort, httpPort } from "./endpoints";
import { pluginListPath, prepareHomeScript } from "./plugin-list";
import { loginProbes } from "./probes";

/** Requests and limits of the controller, as Kubernetes quantities (E-02). */
export interface ControllerResources {
  readonly cpuRequest: string;
  readonly cpuLimit: string;
  readonly memoryRequest: string;
  readonly memoryLimit: string;
}

/** What the controller's pod is made of. */
export interface ControllerPodArgs {
  readonly image: string;
  readonly resources: ControllerResources;
  readonly arch: Architecture;
  readonly nodes: NodeRequirement;
  readonly seLinuxLevel: string | undefined;
  /** Path Jenkins is served under, without a final slash. */
  readonly prefix: string;
  readonly serviceAccount: pulumi.Input<string>;
  readonly claimName: pulumi.Input<string>;
  readonly configuration: pulumi.Input<string>;
  readonly plugins: pulumi.Input<string>;
  readonly adminSecret: pulumi.Input<string>;
}

const home = "/var/jenkins_home";
const configurationPath = `${home}/casc_configs`;
const secretsPath = "/run/secrets/jenkins";
const cachePath = "/var/cache/jenkins";

/** User and group of the official image. */
const jenkinsId = 1000;

/** The pod that is Jenkins. */
export function controllerPod(args: ControllerPodArgs): k8s.types.input.core.v1.PodTemplateSpec {
  return {
    metadata: { labels: labels("controller") },
    spec: {
      serviceAccountName: args.serviceAccount,
      // The Kubernetes cloud finds the API server through it.
      automountServiceAccountToken: true,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: nodeSelectorTerms([args.nodes, ...platformRequirements(args.arch)]),
          },
        },
      },
      securityContext: podSecurity(args.seLinuxLevel),
      // Jenkins writes the state of running pipelines down when it is asked to stop.
      terminationGracePeriodSeconds: 120,
      initContainers: [prepareHome(args)],
      containers: [jenkins(args)],
      volumes: volumes(args),
    },
  };
}

function podSecurity(level: string | undefined): k8s.types.input.core.v1.PodSecurityContext {
  return {
    runAsUser: jenkinsId,
    runAsGroup: jenkinsId,
    runAsNonRoot: true,
    fsGroup: jenkinsId,
    // The home holds millions of files: walk them only when the owner of the top folder is wrong.
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
    // The level alone: a type for files is none for processes, and the container would not start.
    ...(level === undefined ? {} : { seLinuxOptions: { level } }),
  };
}

const containerSecurity: k8s.types.input.core.v1.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
};

function prepareHome(args: ControllerPodArgs): k8s.types.input.core.v1.Container {
  return {
    name: "prepare-home",
    image: args.image,
    imagePullPolicy: "IfNotPresent",
    command: ["/bin/sh", "-c", prepareHomeScript(home)],
    env: [{ name: "CACHE_DIR", value: "/tmp/plugin-cache" }],
    resources: containerResources(args.resources),
    securityContext: containerSecurity,
    volumeMounts: [
      { name: "home", mountPath: home },
      { name: "plugins", mountPath: pluginListPath, readOnly: true },
      { name: "temporary", mountPath: "/tmp" },
    ],
  };
}

function jenkins(args: ControllerPodArgs): k8s.types.input.core.v1.Container {
  const prefixOption = args.prefix === "" ? "" : ` --prefix=${args.prefix}`;
  return {
    name: "jenkins",
    image: args.image,
    imagePullPolicy: "IfNotPresent",
    env: [
      // Not JAVA_OPTS, which the plugin tool obeys as well. The heap follows the limit (C-17).
      {
        name: "JENKINS_JAVA_OPTS",
        value: "-Djenkins.install.runSetupWizard=false -XX:MaxRAMPercentage=60",
      },
      // The unpacked application belongs on no volume, and the root file system is read-only.
      { name: "JENKINS_OPTS", value: `--webroot=${cachePath}/war${prefixOption}` },
      { name: "CASC_JENKINS_CONFIG", value: configurationPath },
      { name: "SECRETS", value: secretsPath },
      // A secret that is not there stops Jenkins instead of becoming an empty password.
      { name: "CASC_STRICT_SECRET_RESOLUTION", value: "true" },
    ],
    ports: [
      { name: "http", containerPort: httpPort, protocol: "TCP" },
      { name: "agent-listener", containerPort: agentListenerPort, protocol: "TCP" },
    ],
    ...loginProbes(args.prefix),
    resources: containerResources(args.resources),
    securityContext: containerSecurity,
    volumeMounts: [
      { name: "home", mountPath: home },
      { name: "configuration", mountPath: configurationPath, readOnly: true },
      { name: "admin", mountPath: secretsPath, readOnly: true },
      { name: "cache", mountPath: cachePath },
      { name: "temporary", mountPath: "/tmp" },
    ],
  };
}

function containerResources(
  resources: ControllerResources,
): k8s.types.input.core.v1.ResourceRequirements {
  return {
    requests: { cpu: resources.cpuRequest, memory: resources.memoryRequest },
    limits: { cpu: resources.cpuLimit, memory: resources.memoryLimit },
  };
}

function volumes(args: ControllerPodArgs): k8s.types.input.core.v1.Volume[] {
  return [
    { name: "home", persistentVolumeClaim: { claimName: args.claimName } },
    { name: "configuration", configMap: { name: args.configuration } },
    { name: "plugins", configMap: { name: args.plugins } },
    { name: "admin", secret: { secretName: args.adminSecret, defaultMode: 0o440 } },
    { name: "cache", emptyDir: {} },
    { name: "temporary", emptyDir: {} },
  ];
}
