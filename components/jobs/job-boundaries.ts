import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { AgentTemplate } from "../internal/agent-template";
import { labels } from "../internal/labels";
import type { SourceHost } from "../internal/network-egress";
import { typeToken } from "../internal/type-token";
import { checkBoundaries } from "./check";
import { cleanUp } from "./clean-up";
import { limitRange } from "./container-limits";
import { jobPolicies, type OpenPort, type Reach } from "./network";
import { pullSecrets, type RegistryLogin } from "./pull-secret";
import { hardLimits, type StackPods } from "./quota";
import type {
  CleanUpSettings,
  ContainerSettings,
  JobNetworkSettings,
  QuotaSettings,
} from "./settings";

/** Arguments of {@link JobBoundaries}. */
export interface JobBoundariesArgs {
  /** Namespace the builds run in. */
  readonly namespace: pulumi.Input<string>;
  readonly quota: QuotaSettings;
  readonly containers: ContainerSettings;
  readonly network: JobNetworkSettings;
  readonly cleanUp: CleanUpSettings;
  /** Registries of the namespace, for what pulls images in it. */
  readonly registries: Readonly<Record<string, RegistryLogin>>;
  /** Most agent pods of the namespace at once. */
  readonly containerCap: number;
  /** Every kind of agent that runs in the namespace, also those of other parts of the stack. */
  readonly templates: readonly AgentTemplate[];
  /**
   * Template from which the cloud's other pods take the fields they do not set, its containers among them.
   *
   * @default - none
   */
  readonly defaultsTemplate?: string;
  /** Namespace of the controller. */
  readonly controllerNamespace: pulumi.Input<string>;
  /** Hosts of source code, with their networks. */
  readonly sourceHosts: Readonly<Record<string, SourceHost>>;
  /** Networks of the API server. */
  readonly apiServer: readonly string[];
  /**
   * Pods of the stack itself in the namespace, by a name of one's choice.
   *
   * @default - none
   */
  readonly stackPods?: Readonly<Record<string, StackPods>>;
  /**
   * Pods of the stack that networks outside may connect to, by a name of one's choice.
   *
   * @default - none: nothing gets in
   */
  readonly open?: Readonly<Record<string, OpenPort>>;
  /**
   * What pods of the stack connect to, by a name of one's choice; only agents reach what the settings name.
   *
   * @default - they reach nothing
   */
  readonly reach?: Readonly<Record<string, Reach>>;
}

/**
 * What a namespace of builds may take and reach: quota, bounds of a container, network policies, clean-up (C-26, E-04).
 *
 * Apart from the namespace, because it is derived from the agents, and those from volumes within the namespace.
 */
export class JobBoundaries extends pulumi.ComponentResource {
  /** Most that all pods together take, as the ResourceQuota states it; nothing without one. */
  readonly quota: Readonly<Record<string, string>> | undefined;

  constructor(name: string, args: JobBoundariesArgs, opts?: pulumi.ComponentResourceOptions) {
    const { limits, warnings } = checkBoundaries(name, args);
    super(typeToken("JobBoundaries"), name, {}, opts);
    for (const warning of warnings) void pulumi.log.warn(warning, this);

    const { namespace, containers, templates } = args;
    const metadata = (role: string) => ({ name: role, namespace, labels: labels("jobs") });
    const parent = { parent: this };

    const range = new k8s.core.v1.LimitRange(
      `${name}-containers`,
      { metadata: metadata("containers"), spec: limitRange(containers, templates) },
      parent,
    );
    const hard = args.quota.enabled ? hardLimits(limits) : undefined;
    if (hard !== undefined)
      new k8s.core.v1.ResourceQuota(
        `${name}-quota`,
        { metadata: metadata("builds"), spec: { hard } },
        // Without the range, a quota refuses every pod that says nothing.
        { parent: this, dependsOn: [range] },
      );
    for (const [role, spec] of Object.entries(policies(args)))
      new k8s.networking.v1.NetworkPolicy(
        `${name}-${role}`,
        { metadata: metadata(`jobs-${role}`), spec },
        parent,
      );
    const { registries } = args;
    cleanUp(name, { ...args.cleanUp, namespace, pullSecrets: pullSecrets(registries) }, this);

    this.quota = hard;
    this.registerOutputs({ quota: this.quota });
  }
}

function policies({ open = {}, reach = {}, templates, cleanUp, ...args }: JobBoundariesArgs) {
  return jobPolicies({
    ...args,
    asksApiServer: templates.some(({ apiToken }) => apiToken === true),
    cleansUp: cleanUp.enabled,
    open,
    reach,
  });
}
