import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { AgentResources } from "../internal/agent-template";
import { labels } from "../internal/labels";
import {
  containerResources,
  noPrivilege,
  placedPod,
  volumeMountsOf,
  volumesOf,
  type PodMount,
} from "./portage-pod";
import { binaryPackagesPath, repositoriesPath } from "./repository";
import {
  configurationFolder,
  daemonPort,
  readinessCommand,
  runFolder,
  secretsFolder,
  secretsKey,
  versionScript,
} from "./rsync-daemon";
import type { RsyncShareArgs } from "./rsync-share";

/** Role of the daemon's objects, for their labels. */
export const rsyncComponent = "gentoo-rsync";

/** What the daemon takes: a child for every transfer, each with a list of the files of the whole tree. */
export const rsyncResources: AgentResources = {
  cpuRequest: "50m",
  cpuLimit: "1",
  memoryRequest: "64Mi",
  memoryLimit: "1Gi",
};

/** Seconds a stopping daemon goes on: it ends at once when told to, and every running transfer with it. */
const drainSeconds = 60;

/** Template of the daemon's pod: both volumes read-only, whatever the configuration says. */
export function rsyncPod(
  args: RsyncShareArgs,
  configuration: pulumi.Input<string>,
  secret: pulumi.Input<string> | undefined,
): k8s.types.input.core.v1.PodTemplateSpec {
  const mounts = mountsOf(args, configuration, secret);
  const unprivileged = { ...noPrivilege, readOnlyRootFilesystem: true };
  const image = { image: args.rsync.image, imagePullPolicy: "IfNotPresent" };
  return {
    metadata: { labels: labels(rsyncComponent) },
    spec: {
      ...placedPod(args),
      terminationGracePeriodSeconds: drainSeconds + 15,
      initContainers: [
        {
          name: "check-version",
          ...image,
          command: ["/bin/sh", "-c", versionScript],
          resources: {
            requests: { cpu: "10m", memory: "16Mi" },
            limits: { cpu: "500m", memory: "64Mi" },
          },
          securityContext: unprivileged,
        },
      ],
      containers: [
        {
          name: "rsyncd",
          ...image,
          command: [
            "rsync",
            "--daemon",
            "--no-detach",
            `--config=${configurationFolder}/rsyncd.conf`,
          ],
          ports: [{ name: "rsync", containerPort: daemonPort, protocol: "TCP" }],
          // A probe by TCP alone would call a daemon ready whose every module fails.
          readinessProbe: {
            exec: { command: [...readinessCommand] },
            periodSeconds: 15,
            timeoutSeconds: 10,
            failureThreshold: 3,
          },
          livenessProbe: { tcpSocket: { port: "rsync" }, periodSeconds: 60, failureThreshold: 3 },
          lifecycle: { preStop: { exec: { command: ["sleep", String(drainSeconds)] } } },
          resources: containerResources(rsyncResources),
          securityContext: unprivileged,
          volumeMounts: volumeMountsOf(mounts),
        },
      ],
      volumes: volumesOf(mounts),
    },
  };
}

function mountsOf(
  args: RsyncShareArgs,
  configuration: pulumi.Input<string>,
  secret: pulumi.Input<string> | undefined,
): PodMount[] {
  const claim = (name: string, mountPath: string, claimName: pulumi.Input<string>): PodMount => ({
    ...{ name, mountPath, readOnly: true },
    source: { persistentVolumeClaim: { claimName, readOnly: true } },
  });
  return [
    claim("repositories", repositoriesPath, args.repository),
    claim("binary-packages", binaryPackagesPath, args.binaryPackages),
    {
      ...{ name: "configuration", mountPath: configurationFolder, readOnly: true },
      source: { configMap: { name: configuration } },
    },
    ...(secret === undefined
      ? []
      : [
          {
            ...{ name: "secrets", mountPath: secretsFolder, readOnly: true },
            // Readable to others, the daemon would refuse every client.
            source: {
              secret: {
                secretName: secret,
                defaultMode: 0o440,
                items: [{ key: secretsKey, path: secretsKey }],
              },
            },
          },
        ]),
    { name: "run", mountPath: runFolder, source: { emptyDir: { sizeLimit: "1Mi" } } },
  ];
}
