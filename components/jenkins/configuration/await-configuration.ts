import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { labels } from "../../internal/labels";
import { platformSelector, type Architecture } from "../../internal/node-affinity";
import { tolerationList, type Tolerations } from "../../internal/tolerations";
import { containerSecurity, jenkinsId } from "../pod-parts";
import { awaitScript } from "./reload-script";

/** Container beside Jenkins whose log says what was loaded. */
export const reloadContainer = "configuration-reload";

/** The one pod of the controller's StatefulSet. */
export const controllerPod = "jenkins-0";

/** Identity of the Job that reads that log, and may do nothing else. */
export const waitingAccount = "jenkins-configuration";

/** Where a pod finds the token of its ServiceAccount. */
const accountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Arguments of {@link awaitConfiguration}. */
export interface AwaitConfigurationArgs {
  readonly namespace: pulumi.Input<string>;
  /** Image of the controller: it has a shell and curl, and is on its node already. */
  readonly image: string;
  readonly arch: Architecture;
  /** Those of the controller: where all nodes are tainted for it, the Job has no other place either. */
  readonly tolerations: Tolerations;
  /** What Jenkins has to have loaded. */
  readonly revision: pulumi.Input<string>;
}

/** Kubernetes takes up to two minutes to show a pod a changed ConfigMap; a start of Jenkins takes longer. */
const secondsToWait = 900;

/** That, and a retry of the sidecar after it: until then a refusal may have the cause that this deployment removes. */
const secondsForSecrets = 150;

/**
 * Makes a deployment wait until Jenkins runs with a configuration, and fail with the plugin's words if it cannot.
 *
 * A Job, because an update of a ConfigMap ends at once and the pod does not change: a new revision is a new Job. It
 * stays, since a refresh would make one that has removed itself again.
 */
export function awaitConfiguration(
  name: string,
  args: AwaitConfigurationArgs,
  parent: pulumi.Resource,
  { dependsOn }: Pick<pulumi.ComponentResourceOptions, "dependsOn">,
): k8s.batch.v1.Job {
  const { namespace } = args;
  const patience = `${secondsToWait / 60 + 5}m`;
  return new k8s.batch.v1.Job(
    `${name}-configuration-loaded`,
    {
      metadata: {
        namespace,
        labels: labels("configuration"),
        // The same revision is waited for again after a failure that was not its own.
        annotations: { "pulumi.com/replaceUnready": "true" },
      },
      spec: {
        backoffLimit: 3,
        // A refusal is final; a lost node is not.
        podFailurePolicy: {
          rules: [{ action: "FailJob", onExitCodes: { operator: "In", values: [3, 4] } }],
        },
        activeDeadlineSeconds: secondsToWait + 120,
        template: { metadata: { labels: labels("configuration") }, spec: waitingPod(args) },
      },
    },
    {
      parent,
      ...(dependsOn === undefined ? {} : { dependsOn }),
      customTimeouts: { create: patience, update: patience },
    },
  );
}

function waitingPod(args: AwaitConfigurationArgs): k8s.types.input.core.v1.PodSpec {
  return {
    restartPolicy: "Never",
    serviceAccountName: waitingAccount,
    automountServiceAccountToken: true,
    nodeSelector: platformSelector(args.arch),
    tolerations: tolerationList(args.tolerations),
    securityContext: {
      runAsUser: jenkinsId,
      runAsGroup: jenkinsId,
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: "wait",
        image: args.image,
        imagePullPolicy: "IfNotPresent",
        command: ["/bin/sh", "-c", awaitScript],
        env: [
          { name: "REVISION", value: args.revision },
          { name: "SECONDS_TO_WAIT", value: String(secondsToWait) },
          { name: "SECONDS_FOR_SECRETS", value: String(secondsForSecrets) },
          { name: "NAMESPACE", value: args.namespace },
          {
            name: "LOG",
            // Kubernetes fills the namespace in.
            value: `https://kubernetes.default.svc/api/v1/namespaces/$(NAMESPACE)/pods/${controllerPod}/log?container=${reloadContainer}&tailLines=500`,
          },
          { name: "ACCOUNT", value: accountPath },
          { name: "INTERVAL", value: "2" },
        ],
        resources: {
          requests: { cpu: "10m", memory: "32Mi", "ephemeral-storage": "16Mi" },
          limits: { cpu: "200m", memory: "64Mi", "ephemeral-storage": "64Mi" },
        },
        securityContext: containerSecurity,
        // What Jenkins said is what the deployment shows.
        terminationMessagePolicy: "FallbackToLogsOnError",
      },
    ],
  };
}
