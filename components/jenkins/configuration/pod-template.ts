import { inboundAgent } from "../../internal/inbound-agent";
import { inboundResources, usualEphemeralStorage } from "../../internal/agent-resources";
import type {
  AgentContainer,
  AgentResources,
  AgentTemplate,
  PodRetention,
} from "../../internal/agent-template";
import { workspacePath } from "../../internal/mount-path";
import { platformSelector } from "../../internal/node-affinity";
import { templateVolume, workspaceVolume } from "./template-volumes";
import { templateYaml } from "./template-yaml";

/** A pod template of the Kubernetes cloud, in the plugin's words. */
export interface PodTemplate {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly nodeUsageMode: "NORMAL" | "EXCLUSIVE";
  readonly nodeSelector: string;
  readonly serviceAccount: string;
  readonly inheritFrom?: string;
  readonly instanceCap?: number;
  readonly idleMinutes: number;
  readonly activeDeadlineSeconds: number;
  readonly podRetention: PodRetention;
  readonly containers: readonly Container[];
  readonly volumes?: readonly object[];
  readonly workspaceVolume: object;
  readonly yaml: string;
  readonly yamlMergeStrategy: "merge" | "override";
  readonly showRawYaml: boolean;
}

/** A container of a pod template, in the plugin's words. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: string;
  readonly args?: string;
  readonly ttyEnabled?: boolean;
  readonly workingDir?: string;
  readonly shell?: string;
  readonly envVars?: readonly object[];
  readonly resourceRequestCpu: string;
  readonly resourceRequestMemory: string;
  readonly resourceRequestEphemeralStorage: string;
  readonly resourceLimitCpu: string;
  readonly resourceLimitMemory: string;
  readonly resourceLimitEphemeralStorage: string;
}

/** What templates of a stack have in common. */
export interface PodTemplateDefaults {
  /** Image of the inbound agent. */
  readonly agentImage: string;
  /** ServiceAccount of the pods, which carries the pull secrets. */
  readonly serviceAccount: string;
  readonly podRetention: PodRetention;
  /** ConfigMap and key with the hosts that `git` over SSH may trust. */
  readonly knownHosts?: { readonly configMapName: string; readonly key: string };
}

/** Half a day: long enough for a whole distribution, short enough for a build that hangs over night (D-17). */
const defaultDeadlineSeconds = 43_200;

/** Where OpenSSH looks for the hosts it knows, whichever user runs it. */
const systemKnownHosts = "/etc/ssh/ssh_known_hosts";

/**
 * Renders one kind of agent (B-07, B-08, A-15).
 *
 * It names no pull secret: the ServiceAccount carries them.
 */
export function podTemplate(template: AgentTemplate, defaults: PodTemplateDefaults): PodTemplate {
  const volumes = [
    ...knownHostsVolume(template, defaults.knownHosts),
    ...(template.volumes ?? []).map(templateVolume),
  ];
  const { inheritFrom, instanceCap } = template;
  return {
    // Without an id of its own a template gets a new one at each load, and running builds lose theirs.
    id: template.name,
    name: template.name,
    label: template.labels.join(" "),
    ...(inheritFrom === undefined ? {} : { inheritFrom }),
    nodeUsageMode: template.forAnyBuild ? "NORMAL" : "EXCLUSIVE",
    nodeSelector: Object.entries({ ...template.nodeSelector, ...platformSelector(template.arch) })
      .map((pair) => pair.join("="))
      .sort()
      .join(","),
    serviceAccount: template.serviceAccount ?? defaults.serviceAccount,
    ...(instanceCap === undefined ? {} : { instanceCap }),
    idleMinutes: template.idleMinutes ?? 0,
    activeDeadlineSeconds: template.activeDeadlineSeconds ?? defaultDeadlineSeconds,
    podRetention: template.podRetention ?? defaults.podRetention,
    containers: [
      // Neither command nor arguments: the plugin passes the agent's secret and name itself (C-23).
      {
        name: inboundAgent,
        image: defaults.agentImage,
        ...resources(template.agent ?? inboundResources),
      },
      ...(template.containers ?? []).map(waitingContainer),
    ],
    ...(volumes.length > 0 ? { volumes } : {}),
    workspaceVolume: workspaceVolume(template.workspace),
    yaml: templateYaml(template),
    yamlMergeStrategy: template.yamlMergeStrategy ?? "merge",
    showRawYaml: template.showRawYaml ?? true,
  };
}

function waitingContainer(container: AgentContainer): Container {
  const { name, image, command = "sleep", args = "infinity", shell } = container;
  return {
    name,
    image,
    command,
    args,
    ttyEnabled: container.tty ?? false,
    workingDir: container.workingDir ?? workspacePath,
    ...(shell === undefined ? {} : { shell }),
    envVars: environment(container),
    ...resources(container.resources),
  };
}

function environment({ environment = {}, secretEnvironment = {} }: AgentContainer): object[] {
  return [
    ...Object.entries(environment).map(([key, value]) => ({ envVar: { key, value } })),
    ...Object.entries(secretEnvironment).map(([key, { secret, key: secretKey }]) => ({
      secretEnvVar: { key, secretName: secret, secretKey, optional: false },
    })),
  ];
}

function resources(described: AgentResources) {
  return {
    resourceRequestCpu: described.cpuRequest,
    resourceRequestMemory: described.memoryRequest,
    resourceRequestEphemeralStorage:
      described.ephemeralStorageRequest ?? usualEphemeralStorage.request,
    resourceLimitCpu: described.cpuLimit,
    resourceLimitMemory: described.memoryLimit,
    resourceLimitEphemeralStorage: described.ephemeralStorageLimit ?? usualEphemeralStorage.limit,
  };
}

/** One file, where a template does not mount its own over it. */
function knownHostsVolume(
  template: AgentTemplate,
  knownHosts: PodTemplateDefaults["knownHosts"],
): object[] {
  const own = (template.volumes ?? []).some(({ mountPath }) => mountPath === systemKnownHosts);
  if (knownHosts === undefined || own) return [];
  const configMap = { name: knownHosts.configMapName, key: knownHosts.key };
  return [templateVolume({ mountPath: systemKnownHosts, source: { configMap } })];
}
