import type * as pulumi from "@pulumi/pulumi";

import type { AgentTemplate } from "./agent-template";

/** The namespace of a team, as the controller has to know it to start agents there: a cloud of its own. */
export interface TeamCloud {
  readonly namespace: pulumi.Input<string>;
  /** ServiceAccount of the team's agents, which carries its pull secrets. */
  readonly agentServiceAccount: pulumi.Input<string>;
  /** Most agent pods of the team at once. */
  readonly containerCap: number;
  /** Every kind of agent of the team; none of them is for builds that ask for no label. */
  readonly templates: readonly AgentTemplate[];
  /** Folders whose jobs use the cloud; others may not. */
  readonly folders: readonly string[];
  /**
   * ConfigMap of the namespace with the hosts that `git` over SSH may trust.
   *
   * @default - none
   */
  readonly knownHosts?: { readonly configMapName: pulumi.Input<string>; readonly key: string };
}
