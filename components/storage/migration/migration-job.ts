import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { labels } from "../../internal/labels";
import { tolerationList, type Tolerations } from "../../internal/tolerations";
import { component, phaseLabel, placement, type PlacementArgs } from "./placement";
import { migrationScript, refusalCode, volumePaths } from "./script";
import type { MigrationSettings } from "./settings";

/** How the controller's pod is labelled by SELinux: pods that share a volume carry the same level. */
export interface PodSeLinux {
  readonly context: Pick<k8s.types.input.core.v1.PodSecurityContext, "seLinuxOptions">;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What the Job of a phase is made from. */
export interface MigrationJobArgs extends MigrationSettings, Pick<PlacementArgs, "nodes" | "arch"> {
  /** Namespace of both claims. */
  readonly namespace: pulumi.Input<string>;
  /** Claim that the home goes to. */
  readonly to: pulumi.Input<string>;
  /** Taints the controller tolerates. */
  readonly tolerations: Tolerations;
  readonly seLinux: PodSeLinux;
  /** Who looks after the old claim, a line each; only the check is told. */
  readonly reconcilers: pulumi.Input<string>;
}

/** A look at two volumes ends within this; a copy may take the hours of the settings. */
const secondsToLook = 3600;

/**
 * The Job of a phase. It holds nothing: made anew, it goes on where the last one ended, or finds its work done.
 *
 * It stays when it is finished, since a refresh would make one that has removed itself again.
 */
export function migrationJob(
  name: string,
  args: MigrationJobArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.batch.v1.Job {
  const copies = args.phase === "precopy" || args.phase === "copy";
  const seconds = copies ? args.hours * 3600 : secondsToLook;
  const patience = `${seconds / 60 + 5}m`;
  return new k8s.batch.v1.Job(
    name,
    {
      metadata: {
        name,
        namespace: args.namespace,
        labels: labels(component),
        // The next deployment tries again what failed in this one.
        annotations: { "pulumi.com/replaceUnready": "true" },
      },
      spec: {
        backoffLimit: copies ? 6 : 2,
        // A refusal is final; a lost node, or an error of the network below the volumes, is not.
        podFailurePolicy: {
          rules: [{ action: "FailJob", onExitCodes: { operator: "In", values: [refusalCode] } }],
        },
        // Two copies at once would undo each other's work: the next pod starts when the last one is gone.
        podReplacementPolicy: "Failed",
        activeDeadlineSeconds: seconds,
        template: {
          metadata: {
            labels: { ...labels(component), [phaseLabel]: args.phase },
            annotations: { ...args.seLinux.annotations },
          },
          spec: pod(args, copies),
        },
      },
    },
    { ...opts, customTimeouts: { create: patience, update: patience } },
  );
}

function pod(args: MigrationJobArgs, copies: boolean): k8s.types.input.core.v1.PodSpec {
  const { from, to, phase, seLinux, tolerations } = args;
  return {
    restartPolicy: "Never",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    affinity: placement({ ...args, podLabels: from.podLabels }),
    tolerations: tolerationList(tolerations),
    // No fsGroup: it would change the group of every file of the old home, which is only read.
    securityContext: {
      runAsUser: 0,
      runAsGroup: 0,
      seccompProfile: { type: "RuntimeDefault" },
      ...seLinux.context,
    },
    containers: [
      {
        name: "migration",
        image: args.image,
        imagePullPolicy: "IfNotPresent",
        command: ["/bin/sh", "-c", migrationScript(phase)],
        env: environment(args),
        resources: {
          requests: { cpu: "200m", memory: "256Mi", "ephemeral-storage": "64Mi" },
          // rsync keeps about 100 bytes for each file while it looks for hard links.
          limits: { cpu: "2", memory: "2Gi", "ephemeral-storage": "1Gi" },
        },
        securityContext: rootWithoutTheRest,
        // What was refused, and why, is what the deployment shows.
        terminationMessagePolicy: "FallbackToLogsOnError",
        volumeMounts: [
          // Read-only in this container, not in the volume: the controller beside it may be writing.
          { name: "old", mountPath: volumePaths.old, readOnly: true },
          { name: "new", mountPath: volumePaths.new, readOnly: !copies },
          { name: "temporary", mountPath: "/tmp" },
        ],
      },
    ],
    volumes: [
      { name: "old", persistentVolumeClaim: { claimName: from.claim } },
      { name: "new", persistentVolumeClaim: { claimName: to } },
      { name: "temporary", emptyDir: { sizeLimit: "512Mi" } },
    ],
  };
}

function environment({
  namespace,
  from,
  phase,
  reconcilers,
}: MigrationJobArgs): k8s.types.input.core.v1.EnvVar[] {
  const inner = from.path === undefined ? "" : `/${from.path}`;
  return [
    { name: "PHASE", value: phase },
    { name: "NAMESPACE", value: namespace },
    // Kubernetes fills the namespace in.
    { name: "FROM", value: `$(NAMESPACE)/${from.claim}${inner}` },
    { name: "OLD", value: `${volumePaths.old}${inner}` },
    { name: "NEW", value: volumePaths.new },
    { name: "SCRATCH", value: "/tmp" },
    ...(phase === "check" ? [{ name: "RECONCILERS", value: reconcilers }] : []),
  ];
}

/**
 * What root may do in the pod: what keeping owners takes, and no more. The Pod Security Standard `baseline` allows all of
 * it. FSETID keeps the set-group-ID bits of folders, which a group of the pod has given them; SETFCAP keeps the
 * capabilities of programs.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETFCAP"] as const;

const rootWithoutTheRest: k8s.types.input.core.v1.SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"], add: [...capabilities] },
};
