import * as pulumi from "@pulumi/pulumi";

import {
  JenkinsController,
  type JenkinsControllerArgs,
} from "../../components/jenkins/jenkins-controller";
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
  resources: { cpuRequest: "500m", cpuLimit: "4", memoryRequest: "4Gi", memoryLimit: "4Gi" },
  containerCap: 10,
  arch: "amd64",
  nodes: { key: "network.example/storage", operator: "Exists" },
};

/** Runs one controller, different from the usual one as told. */
export function controller(overrides: Partial<JenkinsControllerArgs> = {}): Promise<Deployment> {
  return construct(() => new JenkinsController("jenkins", { ...controllerArgs, ...overrides }));
}
