import type * as k8s from "@pulumi/kubernetes";

import { expected, parsed, readable, type Finding } from "../internal/arguments";
import { parseMinorVersion } from "../internal/kubernetes-version";
import { parseSeLinuxLevel, skipLabelActivation, skipLabelAnnotations } from "../internal/selinux";

/**
 * How the millions of files of the home get the pod's SELinux label.
 *
 * Without a strategy the container runtime chooses a level for each pod and labels every file anew at each start.
 */
export interface SeLinuxSettings {
  /**
   * - `none`: nothing is said about labels; right where nodes do not enforce SELinux.
   * - `mount`: the kubelet mounts the volume with the label and touches no file; Kubernetes 1.37 and later.
   * - `crio-annotation`: CRI-O leaves the volume alone when its top folder has the label; the nodes have to allow it.
   */
  readonly strategy: "none" | "mount" | "crio-annotation";
  /** The fixed level, e.g. `s0:c35,c75`. Needed by every strategy but `none`. */
  readonly level?: string;
  /** Version of the cluster's nodes, e.g. `1.36`. Needed by `mount`. */
  readonly kubernetesVersion?: string;
}

/** First Kubernetes whose kubelet mounts the volumes of the built-in iSCSI driver with a label. */
const firstMountVersion = 37;

/**
 * What the pod's security context says: the level alone, since a type for files is none for processes.
 *
 * No `seLinuxChangePolicy`: unsaid it is `MountOption` wherever the kubelet mounts with labels, and an API server of
 * an older cluster refuses that word.
 */
export function seLinuxContext({
  strategy,
  level,
}: SeLinuxSettings): Pick<k8s.types.input.core.v1.PodSecurityContext, "seLinuxOptions"> {
  return strategy === "none" || level === undefined ? {} : { seLinuxOptions: { level } };
}

/**
 * What CRI-O reads on the pod.
 *
 * Both names of the request: nodes of either age ignore the one they do not know. The third annotation activates the
 * workload of the nodes' drop-in that allows them; its value means nothing.
 */
export function seLinuxAnnotations({ strategy }: SeLinuxSettings): Record<string, string> {
  if (strategy !== "crio-annotation") return {};
  return {
    [skipLabelAnnotations.v1]: "true",
    [skipLabelAnnotations.v2]: "true",
    [skipLabelActivation]: "true",
  };
}

/** What is wrong with the strategy. */
export function seLinuxFindings({
  strategy,
  level,
  kubernetesVersion,
}: SeLinuxSettings): Finding[] {
  const unreadable = [
    level === undefined ? undefined : readable("selinux.level", parseSeLinuxLevel, level),
    kubernetesVersion === undefined
      ? undefined
      : readable("selinux.kubernetesVersion", parseMinorVersion, kubernetesVersion),
  ];
  if (unreadable.some((finding) => finding !== undefined)) return unreadable;
  return [
    expected(
      (level === undefined) === (strategy === "none"),
      "selinux.level",
      strategy === "none" ? "no level with the strategy none" : `a level for ${strategy}`,
      level,
    ),
    expected(
      strategy !== "mount" ||
        (kubernetesVersion !== undefined &&
          parsed(parseMinorVersion, kubernetesVersion) >= firstMountVersion),
      "selinux.kubernetesVersion",
      `1.${firstMountVersion} or later for the strategy mount`,
      kubernetesVersion,
    ),
  ];
}

/** A better strategy than the chosen one, in words. */
export function seLinuxWarnings({ strategy, kubernetesVersion }: SeLinuxSettings): string[] {
  return strategy === "crio-annotation" &&
    kubernetesVersion !== undefined &&
    parsed(parseMinorVersion, kubernetesVersion) >= firstMountVersion
    ? [
        `selinux.strategy: Kubernetes ${kubernetesVersion} mounts the home with its label; "mount" needs no drop-in on the nodes`,
      ]
    : [];
}
