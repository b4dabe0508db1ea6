import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { labels, selectorLabels } from "../internal/labels";
import { typeToken } from "../internal/type-token";
import { serviceAccount } from "./access";
import { adminPasswordCommand, adminSecret } from "./admin-password";
import { checkController } from "./check";
import { configurationChoices, featuresOf } from "./choices";
import { replacedConfigMap } from "./config-maps";
import { reloadContainer } from "./configuration/reload";
import { configure } from "./configure";
import { declaredItems } from "./configuration/items";
import type { JenkinsControllerArgs } from "./controller-args";
import { JenkinsCredentials } from "./credentials/jenkins-credentials";
import { disruptionBudget } from "./disruption";
import { prefixOf, serviceNames } from "./endpoints";
import { exposeController } from "./exposure/expose-controller";
import { monitorController } from "./monitoring/monitor-controller";
import { controllerPolicies } from "./network/controller-policies";
import { placementText } from "./placement";
import { pluginParts } from "./plugins/parts";
import { controllerPod } from "./pod";
import { joined, type PodParts } from "./pod-parts";
import { proxyEnvironment, proxyJavaOptions } from "./proxy";
import { containerResources } from "./resources";
import { rollOf, withPodHash, type ControllerRoll } from "./roll";

export type { JenkinsControllerArgs } from "./controller-args";

/**
 * The Jenkins controller: one pod on the claim of its home, configured by code, running builds in another namespace.
 *
 * Its parts each have a section of the settings; what the settings leave out leaves no object behind.
 */
export class JenkinsController extends pulumi.ComponentResource {
  /** Address users see. */
  readonly url: string;
  /** Login name of the first administrator (B-02). */
  readonly adminUser: string;
  /** Command that prints the administrator's password; holds none. */
  readonly adminPasswordCommand: pulumi.Output<string>;
  /** Where the pod may run, in words. */
  readonly placement: string;
  /** Which folder sees which credential. */
  readonly credentialVisibility: JenkinsCredentials["visibility"];
  /** Public halves of the OpenPGP keys among the credentials, by id. */
  readonly gpgPublicKeys: JenkinsCredentials["gpgPublicKeys"];
  /** The pod that runs once everything is deployed. */
  readonly roll: ControllerRoll;

  constructor(name: string, args: JenkinsControllerArgs, opts?: pulumi.ComponentResourceOptions) {
    const warnings = checkController(name, args);
    super(typeToken("JenkinsController"), name, {}, opts);
    for (const warning of warnings) void pulumi.log.warn(warning, this);

    const { namespace, configuration, maintenance } = args;
    const { transport } = args.agents.cloud;
    const account = serviceAccount(name, args, this);
    const admin = adminSecret(name, namespace, args.adminUser, this);
    const credentials = new JenkinsCredentials(
      `${name}-credentials`,
      {
        namespace,
        credentials: args.credentials,
        credentialSecrets: args.credentialSecrets ?? {},
        items: declaredItems(configuration),
      },
      { parent: this },
    );
    const configured = configure(name, args, configurationChoices(args), this);
    const parts = joined([plugins(args), ...configured.parts, { secrets: [admin.secretName] }]);
    const template = {
      ...{ ...args, transport, prefix: prefixOf(args.url), serviceAccount: account },
      parts: this.withConfigMaps(name, namespace, parts),
    };
    const next = controllerPod({ ...template, configuration: configured.rolled });
    const roll = rollOf(args, next, admin.password);
    const before = args.beforeRoll === undefined ? [] : [args.beforeRoll(roll)];
    const pod = controllerPod({
      ...{ ...template, configuration: configured.configMaps(before) },
      parts: withPodHash(template.parts, roll),
    });

    const reloads = configuration.onChange === "reload";
    exposeController(name, { ...args, transport }, this);
    const installsPlugins = args.plugins.source === "lock";
    const waitsForConfiguration = reloads && !maintenance;
    controllerPolicies(name, { ...args, transport, installsPlugins, waitsForConfiguration }, this);
    monitorController(name, { ...args, ...(reloads ? { reloadContainer } : {}) }, this);
    disruptionBudget(name, namespace, this);

    const controller = new k8s.apps.v1.StatefulSet(
      name,
      {
        metadata: { name: "jenkins", namespace, labels: labels("controller") },
        spec: {
          // Jenkins cannot share its home: the old pod is gone before a new one starts.
          replicas: maintenance ? 0 : 1,
          // In order, a pod that never becomes ready, say for a mistake in its node labels, would also hold up the
          // one that is right. There is one pod either way: it has one name.
          podManagementPolicy: "Parallel",
          serviceName: serviceNames.http,
          selector: { matchLabels: selectorLabels("controller") },
          template: pod,
        },
      },
      // Of all that the controller is made of, only this replaces the pod.
      { parent: this, dependsOn: before, customTimeouts: timeouts(args) },
    );
    if (!maintenance) configured.awaitLoaded(controller);

    this.roll = roll;
    this.url = args.url;
    this.adminUser = args.adminUser;
    this.adminPasswordCommand = adminPasswordCommand(namespace, admin.secretName);
    this.placement = placementText(args, args.declaredNodes);
    this.credentialVisibility = credentials.visibility;
    this.gpgPublicKeys = credentials.gpgPublicKeys;
    this.registerOutputs({
      url: this.url,
      adminUser: this.adminUser,
      adminPasswordCommand: this.adminPasswordCommand,
      placement: this.placement,
      credentialVisibility: this.credentialVisibility,
      gpgPublicKeys: this.gpgPublicKeys,
    });
  }

  /** The parts with their ConfigMaps made, as volumes of the same names. */
  private withConfigMaps(
    name: string,
    namespace: pulumi.Input<string>,
    parts: Required<PodParts>,
  ): Required<PodParts> {
    const volumes = Object.entries(parts.configMaps).map(([volume, files]) => {
      const { metadata } = replacedConfigMap(`${name}-${volume}`, namespace, files, this);
      return { name: volume, configMap: { name: metadata.name } };
    });
    return { ...parts, volumes: [...parts.volumes, ...volumes] };
  }
}

/** What installs the plugins before Jenkins starts. */
function plugins(args: JenkinsControllerArgs): PodParts {
  const { image, plugins, proxy } = args;
  return pluginParts({
    image,
    plugins,
    features: featuresOf(args),
    resources: containerResources(args),
    ...(proxy === undefined
      ? {}
      : { environment: proxyEnvironment(proxy), javaOptions: proxyJavaOptions(proxy) }),
  });
}

/**
 * How long the deployment waits: what stops, installs plugins and starts must be able to take all the time the
 * settings give it.
 */
function timeouts({
  startupMinutes,
  shutdownSeconds,
}: JenkinsControllerArgs): pulumi.CustomTimeouts {
  const minutes = startupMinutes + Math.ceil(shutdownSeconds / 60) + 10;
  return { create: `${minutes}m`, update: `${minutes}m` };
}
