import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { refuse } from "../internal/arguments";
import { labels, selectorLabels } from "../internal/labels";
import { typeToken } from "../internal/type-token";
import { clientFiles, type ClientFiles } from "./client-files";
import type { OpenPort } from "./network-needs";
import type { PodPlace } from "./portage-pod";
import { rsyncFindings } from "./rsync-check";
import { daemonPort, rsyncDaemon, rsyncUser, secretsKey } from "./rsync-daemon";
import { rsyncComponent, rsyncPod } from "./rsync-pod";
import { rsyncServiceSpec } from "./rsync-service";
import { rsyncdConf } from "./rsyncd-conf";
import type { RsyncSettings } from "./settings";

/** Arguments of {@link RsyncShare}. */
export interface RsyncShareArgs extends PodPlace {
  readonly namespace: pulumi.Input<string>;
  readonly rsync: RsyncSettings;
  /** Claim of the repository. */
  readonly repository: pulumi.Input<string>;
  /** Claim of the binary packages. */
  readonly binaryPackages: pulumi.Input<string>;
}

/**
 * An rsync daemon that gives the ebuild repository and the binary packages to machines outside.
 *
 * It cannot write: its modules are read-only, and so are its mounts. It speaks in the clear: the password is never sent,
 * what it gives is. It runs as Portage's user, because it follows a link that is owned by its own user or root alone.
 */
export class RsyncShare extends pulumi.ComponentResource {
  /** Files for the machines, by their path below the root. */
  readonly clientFiles: pulumi.Output<ClientFiles>;
  /** Prints the password; holds none. Absent without a password. */
  readonly passwordCommand: pulumi.Output<string> | undefined;
  /** What a network policy has to let in. */
  readonly open: OpenPort;

  constructor(name: string, args: RsyncShareArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse("RsyncShare", name, rsyncFindings(args));
    super(typeToken("RsyncShare"), name, {}, opts);
    const { namespace, rsync } = args;

    const configuration = new k8s.core.v1.ConfigMap(
      `${name}-configuration`,
      {
        metadata: { namespace, labels: labels(rsyncComponent) },
        // Without a name of its own and immutable: the daemon reads it for every client, so a new one is tried by a
        // new pod, which has to be ready before the old one goes.
        immutable: true,
        data: { "rsyncd.conf": rsyncdConf(rsyncDaemon(rsync)) },
      },
      { parent: this },
    );
    const secret = rsync.password ? this.passwordSecret(name, namespace) : undefined;

    new k8s.apps.v1.Deployment(
      name,
      {
        metadata: { name, namespace, labels: labels(rsyncComponent) },
        spec: {
          replicas: 1,
          selector: { matchLabels: selectorLabels(rsyncComponent) },
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          template: rsyncPod(args, configuration.metadata.name, secret),
        },
      },
      { parent: this },
    );

    const service = new k8s.core.v1.Service(
      name,
      {
        metadata: {
          name,
          namespace,
          labels: labels(rsyncComponent),
          // The Deployment's own wait is what proves that the daemon answers.
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: { ...rsyncServiceSpec(rsync), selector: selectorLabels(rsyncComponent) },
      },
      { parent: this },
    );

    const inside = pulumi.interpolate`${service.metadata.name}.${namespace}.svc`;
    this.clientFiles = pulumi
      .output(rsync.host ?? rsync.address ?? inside)
      .apply((host) => clientFiles({ host, password: rsync.password }));
    this.passwordCommand = secret && passwordCommand(namespace, secret);
    this.open = {
      podLabels: selectorLabels(rsyncComponent),
      ports: [daemonPort],
      networks: rsync.networks,
    };
    this.registerOutputs({
      clientFiles: this.clientFiles,
      passwordCommand: this.passwordCommand,
      open: this.open,
    });
  }

  /** Kept in state, so that the password changes only when asked to. */
  private passwordSecret(name: string, namespace: pulumi.Input<string>): pulumi.Output<string> {
    const password = new random.RandomPassword(
      `${name}-password`,
      { length: 32, special: false },
      { parent: this },
    );
    const secret = new k8s.core.v1.Secret(
      `${name}-password`,
      {
        metadata: { namespace, labels: labels(rsyncComponent) },
        // Without a name of its own and immutable, like the configuration.
        immutable: true,
        stringData: {
          [secretsKey]: pulumi.secret(pulumi.interpolate`${rsyncUser}:${password.result}\n`),
          // For people: the daemon is given the other one alone.
          [passwordKey]: pulumi.secret(password.result),
        },
      },
      { parent: this },
    );
    return secret.metadata.name;
  }
}

const passwordKey = "password";

function passwordCommand(
  namespace: pulumi.Input<string>,
  secretName: pulumi.Input<string>,
): pulumi.Output<string> {
  const template = `{{index .data "${passwordKey}" | base64decode}}`;
  return pulumi.interpolate`kubectl --namespace ${namespace} get secret ${secretName} --output go-template='${template}'`;
}
