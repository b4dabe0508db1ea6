import type { AgentTemplate } from "../../internal/agent-template";
import { noDefaults } from "../../internal/described-agent";
import { agentPodLabels } from "../../internal/labels";
import { podTemplate, type PodTemplate, type PodTemplateDefaults } from "./pod-template";
import type { CloudSettings } from "./settings";

/** The Kubernetes cloud, in the plugin's words. */
export interface KubernetesCloud {
  readonly name: string;
  readonly namespace: string;
  readonly jenkinsUrl: string;
  readonly jenkinsTunnel?: string;
  readonly webSocket?: true;
  readonly containerCapStr: string;
  readonly maxRequestsPerHostStr: string;
  readonly connectTimeout: number;
  readonly readTimeout: number;
  readonly retentionTimeout: number;
  readonly waitForPodSec: number;
  readonly podRetention: string;
  readonly usageRestricted: boolean;
  readonly restrictedPssSecurityContext: boolean;
  readonly defaultsProviderTemplate?: string;
  readonly garbageCollection: { readonly timeout: number };
  readonly podLabels: readonly { readonly key: string; readonly value: string }[];
  readonly templates: readonly PodTemplate[];
}

/** Name of the stack's own cloud; folders are permitted it by name, and those of teams by theirs. */
export const cloudName = "kubernetes";

/** Which cluster a cloud starts its pods in. */
export interface InCluster {
  readonly kind: "in-cluster";
}

/** Arguments of {@link kubernetesCloud}. */
export interface KubernetesCloudArgs extends Omit<PodTemplateDefaults, "podRetention"> {
  /** @default - the stack's own */
  readonly name?: string;
  /** @default - the cluster the controller runs in */
  readonly connection?: InCluster;
  readonly cloud: CloudSettings;
  /** Namespace of the agent pods. */
  readonly jobsNamespace: string;
  /** Where agents find the controller. */
  readonly controllerUrl: string;
  /** Host and port agents connect to, past any ingress. */
  readonly tunnel: string;
  /** Most agent pods at once. */
  readonly containerCap: number;
  readonly templates: readonly AgentTemplate[];
}

/**
 * The cloud of the cluster the controller itself runs in.
 *
 * No address, certificate or credential of the API server: the plugin discovers all of them from the pod's
 * ServiceAccount, TLS verification included (A-06, C-28).
 */
export function kubernetesCloud(args: KubernetesCloudArgs): KubernetesCloud {
  const { cloud, containerCap } = args;
  const { defaultsTemplate } = cloud;
  return {
    name: args.name ?? cloudName,
    namespace: args.jobsNamespace,
    jenkinsUrl: args.controllerUrl,
    // The plugin ignores a tunnel beside WebSocket, so that there is always one way only.
    ...(cloud.transport === "webSocket" ? { webSocket: true } : { jenkinsTunnel: args.tunnel }),
    containerCapStr: String(containerCap),
    maxRequestsPerHostStr: String(cloud.maxRequestsPerHost ?? derivedRequests(containerCap)),
    connectTimeout: cloud.connectTimeoutSeconds,
    readTimeout: cloud.readTimeoutSeconds,
    retentionTimeout: cloud.retentionTimeoutMinutes,
    waitForPodSec: cloud.waitForPodSeconds,
    podRetention: cloud.podRetention,
    usageRestricted: cloud.usageRestricted,
    restrictedPssSecurityContext: cloud.restrictedPodSecurity,
    ...(defaultsTemplate === noDefaults ? {} : { defaultsProviderTemplate: defaultsTemplate }),
    // Pods whose controller died are collected (C-24); this is why the controller may patch pods.
    garbageCollection: { timeout: cloud.garbageCollectionSeconds },
    podLabels: Object.entries({
      ...cloud.podLabels,
      ...agentPodLabels,
    }).map(([key, value]) => ({ key, value })),
    templates: args.templates.map((template) =>
      podTemplate(template, { ...args, podRetention: cloud.podRetention }),
    ),
  };
}

/** Every container step holds a connection; the plugin's own limit of 32 makes steps time out. */
function derivedRequests(containerCap: number): number {
  return Math.max(32, containerCap * 4);
}
