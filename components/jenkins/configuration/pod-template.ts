import { stringify } from "yaml";

import type { AgentContainer, AgentResources, AgentTemplate } from "../../internal/agent-template";
import { platformSelector } from "../../internal/node-affinity";

/** A pod template of the Kubernetes cloud, in the plugin's words. */
export interface PodTemplate {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly nodeUsageMode: "NORMAL" | "EXCLUSIVE";
  readonly nodeSelector: string;
  readonly serviceAccount: string;
  readonly podRetention: "never";
  readonly containers: readonly Container[];
  readonly volumes?: readonly object[];
  readonly yaml: string;
  readonly yamlMergeStrategy: "merge";
}

/** A container of a pod template, in the plugin's words. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: string;
  readonly args?: string;
  readonly envVars?: readonly object[];
  readonly resourceRequestCpu: string;
  readonly resourceRequestMemory: string;
  readonly resourceLimitCpu: string;
  readonly resourceLimitMemory: string;
}

/** User of the inbound agent image; durable tasks are written and read as it. */
const agentId = 1000;

const agentResources: AgentResources = {
  cpuRequest: "200m",
  cpuLimit: "2",
  memoryRequest: "256Mi",
  memoryLimit: "1Gi",
};

/**
 * Renders one kind of agent (B-07, B-08, A-15).
 *
 * It names no pull secret: the ServiceAccount carries them.
 */
export function podTemplate(
  template: AgentTemplate,
  agentImage: string,
  serviceAccount: string,
): PodTemplate {
  const volumes = (template.volumes ?? []).map(volume);
  return {
    id: template.name,
    name: template.name,
    label: template.labels.join(" "),
    nodeUsageMode: template.forAnyBuild ? "NORMAL" : "EXCLUSIVE",
    nodeSelector: Object.entries(platformSelector(template.arch))
      .map((pair) => pair.join("="))
      .join(","),
    serviceAccount,
    podRetention: "never",
    containers: [
      // Neither command nor arguments: the plugin passes the agent's secret and name itself (C-23).
      { name: "jnlp", image: agentImage, ...resources(agentResources) },
      ...(template.containers ?? []).map(waitingContainer),
    ],
    ...(volumes.length > 0 ? { volumes } : {}),
    yaml: podYaml(template.containers ?? []),
    yamlMergeStrategy: "merge",
  };
}

function waitingContainer({ name, image, environment = {}, ...rest }: AgentContainer): Container {
  return {
    name,
    image,
    command: "sleep",
    args: "infinity",
    envVars: Object.entries(environment).map(([key, value]) => ({ envVar: { key, value } })),
    ...resources(rest.resources),
  };
}

function resources({ cpuRequest, cpuLimit, memoryRequest, memoryLimit }: AgentResources) {
  return {
    resourceRequestCpu: cpuRequest,
    resourceRequestMemory: memoryRequest,
    resourceLimitCpu: cpuLimit,
    resourceLimitMemory: memoryLimit,
  };
}

function volume(described: NonNullable<AgentTemplate["volumes"]>[number]): object {
  const { mountPath, claimName } = described;
  return claimName === undefined
    ? { emptyDirVolume: { mountPath, memory: false } }
    : { persistentVolumeClaim: { mountPath, claimName, readOnly: described.readOnly } };
}

/** What the plugin has no fields for. */
function podYaml(containers: readonly AgentContainer[]): string {
  const confined = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
  const agentUser = { runAsUser: agentId, runAsGroup: agentId, runAsNonRoot: true };
  const security = [{ name: "jnlp", root: false }, ...containers].map(({ name, root }) => ({
    name,
    securityContext: root
      ? { runAsUser: 0, runAsGroup: 0, allowPrivilegeEscalation: false }
      : { ...agentUser, ...confined },
  }));
  return stringify({
    spec: {
      automountServiceAccountToken: false,
      securityContext: { fsGroup: agentId, seccompProfile: { type: "RuntimeDefault" } },
      containers: security,
    },
  });
}
