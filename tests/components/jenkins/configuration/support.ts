import { parse } from "yaml";

import type { AgentTemplate } from "../../../../components/internal/agent-template";
import {
  configurationFiles,
  type ConfigurationArgs,
} from "../../../../components/jenkins/configuration/configuration-files";
import type { KubernetesCloud } from "../../../../components/jenkins/configuration/kubernetes-cloud";
import {
  plainAgents,
  plainConfiguration,
  type AgentSettings,
  type CloudSettings,
  type ConfigurationSettings,
} from "../../../../components/jenkins/configuration/settings";
import { endpoints, prefixOf } from "../../../../components/jenkins/endpoints";
import { named, single } from "../../../support/find";

/** Ids of the plugins that the configuration of a whole stack needs. */
export const plugins = [
  "kubernetes",
  "git-client",
  "job-dsl",
  "mailer",
  "pipeline-groovy-lib",
  "github-branch-source",
];

/** An agent such as another part of the stack brings. */
export const gentooBuilder: AgentTemplate = {
  name: "gentoo",
  labels: ["gentoo"],
  forAnyBuild: false,
  arch: "amd64",
  containers: [
    {
      name: "gentoo",
      image: "docker.io/gentoo/stage3:nomultilib-20260824",
      environment: { FEATURES: "buildpkg" },
      resources: { cpuRequest: "1", cpuLimit: "4", memoryRequest: "2Gi", memoryLimit: "8Gi" },
      root: true,
    },
  ],
  volumes: [
    { mountPath: "/var/db/repos", claimName: "repository", readOnly: true },
    { mountPath: "/var/tmp" },
  ],
};

/** Arguments that are fine, changed as told. */
export function configurationArgs(changes: Partial<ConfigurationArgs> = {}): ConfigurationArgs {
  const url = changes.url ?? "https://jenkins.example/";
  return {
    ...endpoints("jenkins", prefixOf(url)),
    url,
    image: "docker.io/jenkins/jenkins:2.580.1-jdk21",
    agentImage: "docker.io/jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21",
    containerCap: 10,
    arch: "amd64",
    configuration: plainConfiguration,
    agents: plainAgents,
    extraTemplates: [gentooBuilder],
    plugins,
    jobsNamespace: "jenkins-jobs",
    agentServiceAccount: "jenkins-agent",
    ...changes,
  };
}

/** The same with another configuration. */
export function configured(changes: Partial<ConfigurationSettings>): ConfigurationArgs {
  return configurationArgs({ configuration: { ...plainConfiguration, ...changes } });
}

/** The same with another cloud or other templates. */
export function withAgents(
  cloud: Partial<CloudSettings>,
  templates: AgentSettings["templates"] = {},
): ConfigurationArgs {
  return configurationArgs({ agents: { cloud: { ...plainAgents.cloud, ...cloud }, templates } });
}

/** What Jenkins reads in one of the files. */
export function document(file: string, args = configurationArgs()): Record<string, unknown> {
  const content = configurationFiles(args)[file];
  if (content === undefined) throw new Error(`there is no ${file}`);
  return parse(content) as Record<string, unknown>;
}

/** The rendered cloud. */
export function cloudOf(args = configurationArgs()): KubernetesCloud {
  const { jenkins } = document("cloud-kubernetes.yaml", args) as {
    jenkins: { clouds: { kubernetes: KubernetesCloud }[] };
  };
  return single(jenkins.clouds).kubernetes;
}

/** One of its templates. */
export function templateOf(name: string, args = configurationArgs()) {
  return named(cloudOf(args).templates, name);
}
