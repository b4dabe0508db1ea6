import type * as pulumi from "@pulumi/pulumi";

import type { AgentTemplate } from "../internal/agent-template";
import type { NodeRequirement } from "../internal/node-affinity";
import type { TeamCloud } from "../internal/team-cloud";
import type { AgentSettings, ConfigurationSettings } from "./configuration/settings";
import type { Credentials } from "./credentials/credential";
import type { JenkinsCredentialsArgs } from "./credentials/jenkins-credentials";
import type { ExposureSettings } from "./exposure/settings";
import type { ProcessSettings } from "./jenkins-container";
import type { MonitoringSettings } from "./monitoring/settings";
import type { PlacementSettings } from "./placement";
import type { PluginSettings } from "./plugins/settings";
import type { PodSettings } from "./pod";
import type { ControllerRoll } from "./roll";

/** What the settings say about a controller. Every section is passed on to the part it is named after. */
export interface ControllerSettings extends ProcessSettings, PodSettings, PlacementSettings {
  /** Image of the inbound agent in every agent pod. */
  readonly agentImage: string;
  /** Address users see, with a final slash; its path becomes Jenkins' prefix. */
  readonly url: string;
  /** Login name of the first administrator. */
  readonly adminUser: string;
  /** Most agent pods at once. */
  readonly containerCap: number;
  /** Whether Jenkins is stopped, and its volume free for other work. Everything else stays. */
  readonly maintenance: boolean;
  /** What Jenkins is told at each start. */
  readonly configuration: ConfigurationSettings;
  /** Where and in what pods builds run. */
  readonly agents: AgentSettings;
  /** Which plugins Jenkins has, and where they come from. */
  readonly plugins: PluginSettings;
  /** Credentials of the jobs, without their values. */
  readonly credentials: Credentials;
  /** How users reach Jenkins, and who else does. */
  readonly exposure: ExposureSettings;
  /** What is measured. */
  readonly monitoring: MonitoringSettings;
}

/** Arguments of a `JenkinsController`. */
export interface JenkinsControllerArgs extends ControllerSettings {
  /** Namespace of the controller. It may read every Secret in it. */
  readonly namespace: pulumi.Input<string>;
  /** Namespace of the agent pods. */
  readonly jobsNamespace: pulumi.Input<string>;
  /** ServiceAccount of the agent pods, which carries the pull secrets. */
  readonly agentServiceAccount: pulumi.Input<string>;
  /**
   * Namespaces of teams, each a cloud of its own, by the name of the team.
   *
   * @default - none
   */
  readonly teams?: Readonly<Record<string, TeamCloud>>;
  /** Claim of the Jenkins home. */
  readonly claimName: pulumi.Input<string>;
  /** What a node needs to attach the home. */
  readonly nodes: NodeRequirement;
  /**
   * Nodes that have what it takes by declaration, for what an operator is told.
   *
   * @default - nobody knows
   */
  readonly declaredNodes?: readonly string[];
  /**
   * Makes what has to happen before the pod is replaced, e.g. a snapshot of the home. What replaces it, or reaches a
   * running Jenkins, waits for that.
   *
   * @default - nothing
   */
  readonly beforeRoll?: (roll: ControllerRoll) => pulumi.Resource;
  /** Agents of other parts of the stack. */
  readonly extraTemplates?: readonly AgentTemplate[];
  /** Values of `credentials`, by the same ids. */
  readonly credentialSecrets?: JenkinsCredentialsArgs["credentialSecrets"];
  /** Contents of `configuration.initGroovy`, by file name. */
  readonly initGroovy?: Readonly<Record<string, string>>;
  /**
   * Host keys of the servers that agents talk to by SSH, in a ConfigMap of the jobs namespace.
   *
   * @default - none
   */
  readonly knownHosts?:
    | {
        readonly configMapName: pulumi.Input<string>;
        readonly key: string;
        /** What stands there, for the Git plugin. */
        readonly lines: readonly string[];
      }
    | undefined;
}
