import type { Architecture } from "./node-affinity";

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
}

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
}

/** Requests and limits of a container, as Kubernetes quantities (B-08). */
export interface AgentResources {
  readonly cpuRequest: string;
  readonly cpuLimit: string;
  readonly memoryRequest: string;
  readonly memoryLimit: string;
}

/** A claim, or room that ends with the pod. */
export type AgentVolume =
  | { readonly mountPath: string; readonly claimName: string; readonly readOnly: boolean }
  | { readonly mountPath: string; readonly claimName?: undefined };
