import type { AgentResources } from "../internal/agent-template";
import type { TemplateSettings } from "../internal/described-agent";
import type { Egress } from "../internal/network-egress";
import type { RegistryLogin } from "./pull-secret";

/** Where builds run and what they may. Equal to the section `jobs` of the settings. */
export interface JobSettings extends JobSpaceSettings {
  /** What removes pods that Jenkins has forgotten; the same for every namespace of builds. */
  readonly cleanUp: CleanUpSettings;
  /** Further namespaces of builds, by the name of the team that has one. */
  readonly teams: Readonly<Record<string, TeamSettings>>;
}

/** One namespace of builds. */
export interface JobSpaceSettings {
  readonly namespace: string;
  /** Registries every pod of the namespace may pull from, by a name of one's choice. */
  readonly registries: Readonly<Record<string, RegistryLogin>>;
  /** Pod Security Standard the API server enforces. */
  readonly podSecurity: "baseline" | "restricted";
  readonly quota: QuotaSettings;
  readonly containers: ContainerSettings;
  readonly network: JobNetworkSettings;
}

/** One team: a namespace, a cloud of its own, and the folders that may use it. */
export interface TeamSettings extends JobSpaceSettings {
  /** Most pods of the team at once. */
  readonly containerCap: number;
  /** Kinds of agents of the team, by name; one of the team's name, with that as its label, is always there. */
  readonly templates: Readonly<Record<string, TemplateSettings>>;
  /** Folders of Jenkins whose jobs run in the team's namespace, by full name. */
  readonly folders: readonly string[];
}

/** Most that all pods of a namespace take together. What is absent is derived from the agents. */
export interface QuotaSettings {
  readonly enabled: boolean;
  readonly pods?: number;
  /** Kubernetes quantities. */
  readonly cpuRequests?: string;
  readonly cpuLimits?: string;
  readonly memoryRequests?: string;
  readonly memoryLimits?: string;
  readonly ephemeralStorageRequests?: string;
  readonly ephemeralStorageLimits?: string;
  /** Number of PersistentVolumeClaims. */
  readonly claims?: number;
}

/** Bounds of the single container. */
export interface ContainerSettings {
  /**
   * What a container gets that says nothing, as those in the pods of pipelines often do (B-27). One that states a
   * request above the usual limit has to state a limit as well.
   */
  readonly usual: AgentResources;
  /** Largest limits of a container; what is absent is derived from the agents. */
  readonly most: {
    readonly cpu?: string;
    readonly memory?: string;
    readonly ephemeralStorage?: string;
  };
}

/** What builds reach. */
export interface JobNetworkSettings {
  /** Whether there are network policies at all. Without a network plugin that enforces them they are only words. */
  readonly enabled: boolean;
  /** TCP ports of public servers; none shuts builds off from the internet. */
  readonly internetPorts: readonly number[];
  /** Public networks of one's own, which are not the internet. */
  readonly ownNetworks: readonly string[];
  /** Servers with private addresses, by a name of one's choice: registries, mirrors, repositories. */
  readonly egress: Readonly<Record<string, Egress>>;
}

/** A CronJob that deletes what the Kubernetes plugin's own collection cannot see (C-24). */
export interface CleanUpSettings {
  readonly enabled: boolean;
  /** Image with `kubectl`, `sh` and `awk`. */
  readonly image?: string;
  /** When it runs, in UTC. */
  readonly schedule: string;
  /** Hours after which a pod that has ended is deleted. */
  readonly finishedHours: number;
  /** Hours after which a pod is deleted although it runs. */
  readonly runningHours: number;
}
