import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { agentPodLabels, labels } from "../internal/labels";
import type { StackPods } from "./quota";
import type { CleanUpSettings } from "./settings";

/** Who cleans up, where, and when. */
export interface CleanUpArgs extends CleanUpSettings {
  readonly namespace: pulumi.Input<string>;
  /** Pull secrets of the namespace. */
  readonly pullSecrets: readonly string[];
}

const commonName = "clean-up";

const resources = {
  cpuRequest: "50m",
  cpuLimit: "500m",
  memoryRequest: "64Mi",
  memoryLimit: "256Mi",
  ephemeralStorageRequest: "64Mi",
  ephemeralStorageLimit: "256Mi",
} as const;

/** What the job does and no more: it sees pods, and deletes them. */
const rules: readonly k8s.types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: [""], resources: ["pods"], verbs: ["delete", "get", "list"] },
];

/**
 * Deletes agent pods by their age (C-24).
 *
 * The Kubernetes plugin collects pods of the controller it runs in, as long as that has the same address. What it
 * cannot see stays: pods of a controller whose address was another one, and pods that a retention kept.
 */
export function cleanUpScript({ finishedHours, runningHours }: CleanUpSettings): string {
  const selector = Object.entries(agentPodLabels)
    .map((pair) => pair.join("="))
    .join(",");
  return `set -eu
before() { date -u -d "@$(($(date +%s) - $1 * 3600))" +%Y-%m-%dT%H:%M:%SZ; }

# A failure within a pipe would go unseen, so that each step is one of its own.
pods=$(kubectl get pods --selector=${selector} \\
  --output='jsonpath={range .items[*]}{.metadata.name} {.status.phase} {.metadata.creationTimestamp}{"\\n"}{end}')
old=$(printf '%s\\n' "$pods" | awk -v finished="$(before ${finishedHours})" -v running="$(before ${runningHours})" '
  NF == 3 && $3 < ($2 == "Succeeded" || $2 == "Failed" ? finished : running) { print $1 }')
for pod in $old; do
  kubectl delete pod "$pod" --ignore-not-found --wait=false
done
`;
}

/** What the clean-up takes of its namespace. */
export function cleanUpPods({ enabled }: CleanUpSettings): Readonly<Record<string, StackPods>> {
  return enabled ? { [commonName]: { pods: 1, resources } } : {};
}

/** Makes the CronJob with its own ServiceAccount; nothing when it is switched off. */
export function cleanUp(name: string, args: CleanUpArgs, parent: pulumi.Resource): void {
  const { enabled, image, namespace, pullSecrets } = args;
  if (!enabled || image === undefined) return;
  const metadata = { name: commonName, namespace, labels: labels(commonName) };

  const account = new k8s.core.v1.ServiceAccount(
    `${name}-clean-up`,
    {
      metadata,
      automountServiceAccountToken: false,
      imagePullSecrets: pullSecrets.map((secret) => ({ name: secret })),
    },
    { parent },
  );
  const role = new k8s.rbac.v1.Role(
    `${name}-clean-up`,
    { metadata, rules: [...rules] },
    { parent },
  );
  new k8s.rbac.v1.RoleBinding(
    `${name}-clean-up`,
    {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace }],
    },
    { parent },
  );
  new k8s.batch.v1.CronJob(
    `${name}-clean-up`,
    {
      metadata,
      spec: {
        schedule: args.schedule,
        timeZone: "Etc/UTC",
        concurrencyPolicy: "Forbid",
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels: labels(commonName) },
          spec: {
            backoffLimit: 1,
            activeDeadlineSeconds: 600,
            template: {
              metadata: { labels: labels(commonName) },
              spec: podSpec(image, account.metadata.name, cleanUpScript(args)),
            },
          },
        },
      },
    },
    { parent },
  );
}

function podSpec(
  image: string,
  serviceAccountName: pulumi.Input<string>,
  script: string,
): k8s.types.input.core.v1.PodSpec {
  return {
    restartPolicy: "Never",
    serviceAccountName,
    // The one pod of the namespace that has a token: it has to ask for pods.
    automountServiceAccountToken: true,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      runAsGroup: 65534,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: commonName,
        image,
        command: ["sh", "-c", script],
        // kubectl keeps what it learns about the API server in its home.
        env: [{ name: "HOME", value: "/tmp" }],
        resources: {
          requests: {
            cpu: resources.cpuRequest,
            memory: resources.memoryRequest,
            "ephemeral-storage": resources.ephemeralStorageRequest,
          },
          limits: {
            cpu: resources.cpuLimit,
            memory: resources.memoryLimit,
            "ephemeral-storage": resources.ephemeralStorageLimit,
          },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        volumeMounts: [{ name: "temporary", mountPath: "/tmp" }],
      },
    ],
    volumes: [{ name: "temporary", emptyDir: { sizeLimit: "64Mi" } }],
  };
}
