import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { labels } from "../../internal/labels";
import { httpPort } from "../endpoints";
import { configurationPath, containerSecurity, sharedVolumes, type PodParts } from "../pod-parts";
import { controllerPod, reloadContainer, waitingAccount } from "./await-configuration";
import type { SecretMount } from "./mailer";
import { failedLoad, notesPath, reloadScript } from "./reload-script";

export { awaitConfiguration, reloadContainer } from "./await-configuration";

const tokenKey = "token";
const tokenPath = "/run/secrets/configuration-reload";

/**
 * Makes what a reload needs beside the pod: its token, and the identity of the Job that reads in the sidecar's log what
 * came of it. The controller itself gets no right for it.
 *
 * @returns name of the Secret with the token
 */
export function configurationReload(
  name: string,
  { namespace }: { readonly namespace: pulumi.Input<string> },
  parent: pulumi.Resource,
): { readonly tokenSecret: pulumi.Output<string> } {
  const token = new random.RandomPassword(
    `${name}-reload`,
    { length: 48, special: false },
    { parent },
  );
  const secret = new k8s.core.v1.Secret(
    `${name}-reload`,
    {
      metadata: { namespace, labels: labels("controller") },
      // Jenkins takes the token once, at its start: a new one is a new Secret, and the controller restarts with it.
      immutable: true,
      stringData: { [tokenKey]: token.result },
    },
    { parent },
  );
  const metadata = { name: waitingAccount, namespace, labels: labels("configuration") };
  const account = new k8s.core.v1.ServiceAccount(
    `${name}-configuration`,
    { metadata, automountServiceAccountToken: false },
    { parent },
  );
  const role = new k8s.rbac.v1.Role(
    `${name}-configuration`,
    {
      metadata,
      rules: [
        {
          apiGroups: [""],
          resources: ["pods/log"],
          resourceNames: [controllerPod],
          verbs: ["get"],
        },
      ],
    },
    { parent },
  );
  new k8s.rbac.v1.RoleBinding(
    `${name}-configuration`,
    {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace }],
    },
    { parent },
  );
  return { tokenSecret: secret.metadata.name };
}

/** What {@link reloadParts} needs to know of the controller. */
export interface ReloadPartsArgs {
  /** Image of the controller: it has a shell and curl. */
  readonly image: string;
  /** Path Jenkins is served under, without a final slash. */
  readonly prefix: string;
  readonly tokenSecret: pulumi.Input<string>;
  /** Mounts of Jenkins with the secrets that it reads when it loads: a changed one is a reason to load again. */
  readonly secretMounts: readonly SecretMount[];
}

const secondsBetweenLooks = 2;
const secondsBetweenRetries = 60;

/**
 * The container beside Jenkins that loads a changed configuration, and the token Jenkins expects of it.
 *
 * It is an init container that keeps running, so that it ends after Jenkins and delays no shutdown.
 */
export function reloadParts(args: ReloadPartsArgs): PodParts {
  const secretRef = { name: args.tokenSecret, key: tokenKey };
  return {
    // By environment, because the plugin offers nothing safer; all the token is good for is loading what is mounted.
    env: [{ name: "CASC_RELOAD_TOKEN", valueFrom: { secretKeyRef: secretRef } }],
    volumes: [
      { name: "reload-token", secret: { secretName: args.tokenSecret, defaultMode: 0o440 } },
      { name: "reload-notes", emptyDir: { sizeLimit: "16Mi" } },
    ],
    initContainers: [sidecar(args)],
  };
}

function sidecar(args: ReloadPartsArgs): k8s.types.input.core.v1.Container {
  const { secretMounts } = args;
  return {
    name: reloadContainer,
    image: args.image,
    imagePullPolicy: "IfNotPresent",
    restartPolicy: "Always",
    command: ["/bin/sh", "-c", reloadScript],
    env: [
      { name: "JENKINS", value: `http://localhost:${httpPort}${args.prefix}` },
      { name: "CONFIGURATION", value: configurationPath },
      { name: "TOKEN", value: `${tokenPath}/${tokenKey}` },
      { name: "NOTES", value: notesPath },
      { name: "PATIENCE", value: "300" },
      { name: "INTERVAL", value: String(secondsBetweenLooks) },
      { name: "ROUNDS_TO_RETRY", value: String(secondsBetweenRetries / secondsBetweenLooks) },
      {
        name: "SECRET_FILES",
        value: secretMounts.map(({ mountPath }) => `${mountPath}/*`).join(" "),
      },
    ],
    readinessProbe: {
      exec: { command: ["/bin/sh", "-c", `! ${failedLoad}`] },
      periodSeconds: 5,
      failureThreshold: 1,
    },
    resources: {
      requests: { cpu: "10m", memory: "32Mi", "ephemeral-storage": "16Mi" },
      limits: { cpu: "200m", memory: "64Mi", "ephemeral-storage": "64Mi" },
    },
    securityContext: containerSecurity,
    volumeMounts: [
      { name: sharedVolumes.configuration, mountPath: configurationPath, readOnly: true },
      { name: "reload-token", mountPath: tokenPath, readOnly: true },
      { name: "reload-notes", mountPath: notesPath },
      ...secretMounts,
    ],
  };
}
