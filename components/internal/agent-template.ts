import type { Architecture } from "./node-affinity";
import type { Tolerations } from "./tolerations";

/** What a kind of agent is, in the stack's own words: any room may describe one, the controller offers it. */
export interface AgentTemplate {
  /** Name and stable id: after a reload a running build finds its template again by it. */
  readonly name: string;
  /** Labels by which a pipeline asks for it. */
  readonly labels: readonly string[];
  /** Whether builds that ask for no label run here too (B-09). */
  readonly forAnyBuild: boolean;
  readonly arch: Architecture;
  /** Containers beside the inbound agent, for `container("<name>")` steps. */
  readonly containers?: readonly AgentContainer[];
  /** Volumes of all containers of the pod. */
  readonly volumes?: readonly AgentVolume[];
  /**
   * SELinux level of its pods, e.g. `s0:c35,c75`: pods that share a claim need the same one, because each would
   * otherwise label the files anew against the others.
   *
   * @default - the container runtime chooses one for each pod
   */
  readonly seLinuxLevel?: string;
  /**
   * Requests and limits of the inbound agent itself.
   *
   * @default - 200m to 2 cores, 256Mi to 1Gi of memory
   */
  readonly agent?: AgentResources;
  /**
   * Where builds have their workspace.
   *
   * @default - 10Gi of room that ends with the pod
   */
  readonly workspace?: AgentWorkspace;
  /**
   * ServiceAccount of the pod, which carries the pull secrets.
   *
   * @default - the one of the stack's agents
   */
  readonly serviceAccount?: string;
  /**
   * Whether the pod gets the token of its ServiceAccount, and so whatever that may do.
   *
   * @default false
   */
  readonly apiToken?: boolean;
  /** Labels a node must have beside its architecture, by key (C-29). */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Labels of nodes that are preferred, by key: others are taken when those are full (C-29). */
  readonly preferredNodes?: Readonly<Record<string, string>>;
  /** Taints the pod tolerates, by key (C-29). */
  readonly tolerations?: Tolerations;
  /**
   * Most pods of this kind at once.
   *
   * @default - as many as the cloud allows
   */
  readonly instanceCap?: number;
  /**
   * Minutes a pod waits for a next build; 0 makes one pod a build (B-07).
   *
   * @default 0
   */
  readonly idleMinutes?: number;
  /**
   * Seconds after which Kubernetes ends the pod, whatever runs in it: no build hangs forever (D-17).
   *
   * @default 43200
   */
  readonly activeDeadlineSeconds?: number;
  /**
   * What happens to the pod after its build (C-20).
   *
   * @default - what the cloud says
   */
  readonly podRetention?: PodRetention;
  /** Template whose fields this one takes over where it has none of its own. */
  readonly inheritFrom?: string;
  /** Pod in YAML, merged over what the fields say: for what has no field (B-22). */
  readonly yaml?: string;
  /**
   * What becomes of the YAML of the template inherited from.
   *
   * @default merge
   */
  readonly yamlMergeStrategy?: "merge" | "override";
  /**
   * Whether builds print the YAML of their pod.
   *
   * @default true
   */
  readonly showRawYaml?: boolean;
}

/** When a pod outlives its build, in the plugin's words. */
export type PodRetention = "never" | "onFailure" | "always" | "evicted";

/** A container that waits until a pipeline step runs something in it. */
export interface AgentContainer {
  readonly name: string;
  readonly image: string;
  /** Environment, by name. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly resources: AgentResources;
  /**
   * Whether it runs as root within the pod: what has to install packages (E-21). The other containers of the stack
   * run as the agent's own user.
   */
  readonly root: boolean;
  /** Why it has to be root; settings have to say it. */
  readonly rootReason?: string;
  /** Environment from Secrets of the jobs namespace, by name. */
  readonly secretEnvironment?: Readonly<
    Record<string, { readonly secret: string; readonly key: string }>
  >;
  /**
   * What keeps the container waiting.
   *
   * @default sleep
   */
  readonly command?: string;
  /**
   * Arguments of the command.
   *
   * @default infinity
   */
  readonly args?: string;
  /**
   * Whether it has a terminal.
   *
   * @default false
   */
  readonly tty?: boolean;
  /**
   * Folder of the workspace; every container of a pod has the same.
   *
   * @default /home/jenkins/agent
   */
  readonly workingDir?: string;
  /**
   * Shell that runs the steps, e.g. `/bin/bash` (B-28).
   *
   * @default - `sh`, wherever the image has it
   */
  readonly shell?: string;
}

/** Requests and limits of a container, as Kubernetes quantities (B-08). */
export interface AgentResources {
  readonly cpuRequest: string;
  readonly cpuLimit: string;
  readonly memoryRequest: string;
  readonly memoryLimit: string;
  /**
   * Room on the node's disk that is kept free (C-29).
   *
   * @default 1Gi
   */
  readonly ephemeralStorageRequest?: string;
  /**
   * Most room on the node's disk; a pod beyond it is evicted.
   *
   * @default 10Gi
   */
  readonly ephemeralStorageLimit?: string;
}

/** A claim, room that ends with the pod, or one of the other sources. */
export type AgentVolume =
  | { readonly mountPath: string; readonly claimName: string; readonly readOnly: boolean }
  | {
      readonly mountPath: string;
      readonly claimName?: undefined;
      /** @default - room that ends with the pod */
      readonly source?: VolumeSource;
    };

/** Where a volume comes from: exactly one of these. A folder of the node is none of them (D-03). */
export interface VolumeSource {
  readonly claim?: { readonly name: string; readonly readOnly: boolean };
  /** A ConfigMap as a folder, or one key of it as a file: only this source can mount a single file. */
  readonly configMap?: { readonly name: string; readonly key?: string };
  /** A Secret as a folder. */
  readonly secret?: { readonly name: string };
  /** Room that ends with the pod. */
  readonly emptyDir?: { readonly memory: boolean };
  readonly nfs?: { readonly server: string; readonly path: string; readonly readOnly: boolean };
  /** A claim made for each pod and deleted with it. */
  readonly ephemeral?: EphemeralClaim;
}

/** A claim that lives as long as its pod. */
export interface EphemeralClaim {
  /** Kubernetes quantity, e.g. `50Gi`. */
  readonly size: string;
  /** @default - the cluster's default class */
  readonly storageClass?: string;
}

/** Where builds have their workspace: one of these at most. */
export interface AgentWorkspace {
  /** Room that ends with the pod; with `memory` it counts as memory of the containers. */
  readonly emptyDir?: { readonly sizeLimit: string; readonly memory: boolean };
  /** A claim of the jobs namespace, which all pods of the template share. */
  readonly claim?: { readonly name: string };
  readonly ephemeral?: EphemeralClaim;
}
