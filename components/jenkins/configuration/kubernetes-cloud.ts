import type { AgentTemplate } from "../../internal/agent-template";
import { partOf } from "../../internal/labels";
import { podTemplate, type PodTemplate } from "./pod-template";

/** The Kubernetes cloud, in the plugin's words. */
export interface KubernetesCloud {
  readonly name: string;
  readonly namespace: string;
  readonly jenkinsUrl: string;
  readonly jenkinsTunnel: string;
  readonly containerCapStr: string;
  readonly maxRequestsPerHostStr: string;
  readonly waitForPodSec: number;
  readonly garbageCollection: { readonly timeout: number };
  readonly podLabels: readonly { readonly key: string; readonly value: string }[];
  readonly templates: readonly PodTemplate[];
}

/** Arguments of {@link kubernetesCloud}. */
export interface KubernetesCloudArgs {
  /** Namespace of the agent pods. */
  readonly jobsNamespace: string;
  /** Where agents find the controller. */
  readonly controllerUrl: string;
  /** Host and port agents connect to, past any ingress. */
  readonly tunnel: string;
  /** Most agent pods at once. */
  readonly containerCap: number;
  readonly agentImage: string;
  readonly agentServiceAccount: string;
  readonly templates: readonly AgentTemplate[];
}

/**
 * The cloud of the cluster the controller itself runs in.
 *
 * No address, certificate or credential of the API server: the plugin discovers all of them from the pod's
 * ServiceAccount, TLS verification included (A-06, C-28).
 */
export function kubernetesCloud(args: KubernetesCloudArgs): KubernetesCloud {
  return {
    name: "kubernetes",
    namespace: args.jobsNamespace,
    jenkinsUrl: args.controllerUrl,
    jenkinsTunnel: args.tunnel,
    containerCapStr: String(args.containerCap),
    // Every container step holds a connection; the plugin's own limit of 32 makes steps time out.
    maxRequestsPerHostStr: String(Math.max(32, args.containerCap * 4)),
    waitForPodSec: 600,
    // Pods whose controller died are collected (C-24); this is why the controller may patch pods.
    garbageCollection: { timeout: 300 },
    podLabels: [
      { key: "app.kubernetes.io/component", value: "agent" },
      { key: "app.kubernetes.io/part-of", value: partOf },
    ],
    templates: args.templates.map((template) =>
      podTemplate(template, args.agentImage, args.agentServiceAccount),
    ),
  };
}
