import * as pulumi from "@pulumi/pulumi";

import { plainAgents, plainConfiguration } from "../../components/jenkins/configuration/settings";
import { notExposed } from "../../components/jenkins/exposure/settings";
import {
  JenkinsController,
  type JenkinsControllerArgs,
} from "../../components/jenkins/jenkins-controller";
import { notMonitored } from "../../components/jenkins/monitoring/settings";
import { defaultPlugins } from "../../components/jenkins/plugins/settings";
import { construct, type Deployment } from "./deploy";

/** Arguments of a controller that is fine. */
export const controllerArgs: JenkinsControllerArgs = {
  namespace: pulumi.output("jenkins"),
  jobsNamespace: pulumi.output("jenkins-jobs"),
  image: "docker.io/jenkins/jenkins:2.580.1-jdk21",
  agentImage: "docker.io/jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21",
  agentServiceAccount: pulumi.output("jenkins-agent"),
  claimName: pulumi.output("jenkins"),
  url: "https://jenkins.example/",
  adminUser: "admin",
  cpuRequest: "500m",
  cpuLimit: "4",
  memoryRequest: "4Gi",
  memoryLimit: "4Gi",
  ephemeralStorageRequest: "1Gi",
  ephemeralStorageLimit: "5Gi",
  heapPercent: 60,
  javaOptions: [],
  startupMinutes: 20,
  shutdownSeconds: 120,
  maintenance: false,
  containerCap: 10,
  arch: "amd64",
  tolerations: {},
  nodeFailureSeconds: 120,
  nodes: { key: "network.example/storage", operator: "Exists" },
  selinux: { strategy: "none" },
  podLabels: {},
  podAnnotations: {},
  configuration: plainConfiguration,
  agents: plainAgents,
  plugins: defaultPlugins,
  credentials: {},
  exposure: notExposed,
  monitoring: notMonitored,
};

/** Runs one controller, different from the usual one as told. */
export function controller(overrides: Partial<JenkinsControllerArgs> = {}): Promise<Deployment> {
  return construct(() => new JenkinsController("jenkins", { ...controllerArgs, ...overrides }));
}
