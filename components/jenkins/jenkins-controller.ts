import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { AgentTemplate } from "../internal/agent-template";
import { labels, selectorLabels } from "../internal/labels";
import type { Architecture, NodeRequirement } from "../internal/node-affinity";
import { typeToken } from "../internal/type-token";
import { serviceAccount } from "./access";
import { adminPasswordCommand, adminSecret } from "./admin-password";
import { checkController } from "./check";
import { configurationDocument } from "./configuration/document";
import { configurationYaml } from "./configuration/yaml";
import { endpoints, prefixOf, serviceNames } from "./endpoints";
import { services } from "./exposure";
import { pluginList, pluginListFile } from "./plugin-list";
import { controllerPod, type ControllerResources } from "./pod";

/** Arguments of {@link JenkinsController}. */
export interface JenkinsControllerArgs {
  /** Namespace of the controller. It may read every Secret in it. */
  readonly namespace: pulumi.Input<string>;
  /** Namespace of the agent pods. */
  readonly jobsNamespace: pulumi.Input<string>;
  /** The official image with an exact version. Changing it is the only way a new Jenkins starts. */
  readonly image: string;
  /** Image of the inbound agent in every agent pod. */
  readonly agentImage: string;
  /** ServiceAccount of the agent pods, which carries the pull secrets. */
  readonly agentServiceAccount: pulumi.Input<string>;
  /** Claim of the Jenkins home. */
  readonly claimName: pulumi.Input<string>;
  /** Address users see, with a final slash; its path becomes Jenkins' prefix. */
  readonly url: string;
  /** Login name of the first administrator. */
  readonly adminUser: string;
  /** Less than 2Gi of memory is refused, less than 4Gi warned of (C-17). */
  readonly resources: ControllerResources;
  /** Most agent pods at once. */
  readonly containerCap: number;
  /** Architecture of the nodes for the controller and the default agent. */
  readonly arch: Architecture;
  /** What a node needs to attach the home. */
  readonly nodes: NodeRequirement;
  /** Agents beside the default one. */
  readonly agents?: readonly AgentTemplate[];
  /**
   * SELinux level of the pod, e.g. `s0:c35,c75`: a fixed one spares the files of the home a new label.
   *
   * @default - the container runtime chooses one for each pod
   */
  readonly seLinuxLevel?: string;
}

/**
 * The Jenkins controller: one pod on the claim of its home, configured by code, running builds in another namespace.
 *
 * Nothing outside the cluster reaches it: an ingress is not part of it.
 */
export class JenkinsController extends pulumi.ComponentResource {
  /** Address users see. */
  readonly url: string;
  /** Command that prints the administrator's password; holds none. */
  readonly adminPasswordCommand: pulumi.Output<string>;

  constructor(name: string, args: JenkinsControllerArgs, opts?: pulumi.ComponentResourceOptions) {
    const warnings = checkController(name, args);
    super(typeToken("JenkinsController"), name, {}, opts);
    for (const warning of warnings) void pulumi.log.warn(warning, this);

    const { namespace } = args;
    const admin = adminSecret(name, namespace, args.adminUser, this);
    const pod = controllerPod({
      ...args,
      seLinuxLevel: args.seLinuxLevel,
      prefix: prefixOf(args.url),
      serviceAccount: serviceAccount(name, args, this),
      configuration: this.configMap(`${name}-configuration`, namespace, {
        "jenkins.yaml": configuration(args),
      }),
      plugins: this.configMap(`${name}-plugins`, namespace, { [pluginListFile]: pluginList() }),
      adminSecret: admin,
    });
    services(name, namespace, this);

    new k8s.apps.v1.StatefulSet(
      name,
      {
        metadata: { name: "jenkins", namespace, labels: labels("controller") },
        spec: {
          // Jenkins cannot share its home: the old pod is gone before a new one starts.
          replicas: 1,
          serviceName: serviceNames.http,
          selector: { matchLabels: selectorLabels("controller") },
          template: pod,
        },
      },
      // Longer than the startup probe waits.
      { parent: this, customTimeouts: { create: "25m", update: "25m" } },
    );

    this.url = args.url;
    this.adminPasswordCommand = adminPasswordCommand(namespace, admin);
    this.registerOutputs({ url: this.url, adminPasswordCommand: this.adminPasswordCommand });
  }

  /** Without a name of its own and immutable: a change is a new object, and the pod follows it. */
  private configMap(
    name: string,
    namespace: pulumi.Input<string>,
    data: Record<string, pulumi.Input<string>>,
  ): pulumi.Output<string> {
    const { metadata } = new k8s.core.v1.ConfigMap(
      name,
      { metadata: { namespace, labels: labels("controller") }, immutable: true, data },
      { parent: this },
    );
    return metadata.name;
  }
}

function configuration(args: JenkinsControllerArgs): pulumi.Output<string> {
  const { arch, agents = [] } = args;
  const everyBuild = { name: "default", labels: ["default", "linux"], forAnyBuild: true, arch };
  return pulumi
    .all([args.namespace, args.jobsNamespace, args.agentServiceAccount])
    .apply(([namespace, jobsNamespace, agentServiceAccount]) =>
      configurationYaml(
        configurationDocument({
          url: args.url,
          cloud: {
            ...args,
            ...endpoints(namespace, prefixOf(args.url)),
            jobsNamespace,
            agentServiceAccount,
            templates: [everyBuild, ...agents],
          },
        }),
      ),
    );
}
