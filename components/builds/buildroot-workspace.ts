import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { AgentTemplate } from "../internal/agent-template";
import { expected, readable, refuse, type Finding } from "../internal/arguments";
import { parseImage } from "../internal/image";
import { parseName } from "../internal/kubernetes-name";
import { labels } from "../internal/labels";
import { parseByteSize } from "../internal/quantity";
import { parseSeLinuxLevel } from "../internal/selinux";
import { typeToken } from "../internal/type-token";
import { buildrootAgents, buildrootScripts } from "./buildroot-agents";
import { buildrootBuildScript } from "./buildroot-build-script";
import { buildrootDecideScript } from "./buildroot-decide-script";
import { buildrootLockScript } from "./buildroot-lock-script";
import type { BuildrootSettings, BuildVolume } from "./settings";

/** Arguments of {@link BuildrootWorkspace}. */
export interface BuildrootWorkspaceArgs extends BuildrootSettings {
  /** Namespace of the builds. */
  readonly namespace: pulumi.Input<string>;
}

/**
 * Builds with Buildroot that rebuild only what changed: their agents, and the scripts that decide what that is.
 *
 * The volumes are made elsewhere, under the names that `buildrootVolumes` gives.
 */
export class BuildrootWorkspace extends pulumi.ComponentResource {
  /** Kinds of agents to offer: `buildroot`, and one for each workspace. */
  readonly agents: readonly AgentTemplate[];

  constructor(name: string, args: BuildrootWorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("BuildrootWorkspace"), name, {}, opts);

    new k8s.core.v1.ConfigMap(
      `${name}-scripts`,
      {
        metadata: {
          name: buildrootScripts,
          namespace: args.namespace,
          labels: labels("buildroot"),
        },
        // Changed scripts reach the next pod: pods end with their builds.
        data: {
          "build.sh": buildrootBuildScript,
          "decide.awk": buildrootDecideScript,
          "with-lock.sh": buildrootLockScript,
        },
      },
      { parent: this },
    );

    this.agents = buildrootAgents(args);
    this.registerOutputs({});
  }
}

function check(name: string, args: BuildrootWorkspaceArgs): void {
  refuse("BuildrootWorkspace", name, [
    readable("image", parseImage, args.image),
    readable("compilerCacheSize", parseByteSize, args.compilerCacheSize),
    expected(
      Number.isInteger(args.lockWaitSeconds) && args.lockWaitSeconds >= 0,
      "lockWaitSeconds",
      "a whole number from 0",
      args.lockWaitSeconds,
    ),
    ...(args.seLinuxLevel === undefined
      ? []
      : [readable("seLinuxLevel", parseSeLinuxLevel, args.seLinuxLevel)]),
    ...volumeFindings("volume", args.volume),
    ...Object.entries(args.workspaces).flatMap(([workspace, volume]) => [
      readable(`workspaces.${workspace}`, parseName, workspace),
      ...volumeFindings(`workspaces.${workspace}`, volume),
    ]),
  ]);
}

function volumeFindings(path: string, { lun, storageClass, size }: BuildVolume): Finding[] {
  return [
    expected(
      (lun === undefined) !== (storageClass === undefined),
      path,
      "either a LUN or a storage class",
      lun === undefined ? "neither" : "both",
    ),
    expected(
      (storageClass === undefined) === (size === undefined),
      `${path}.size`,
      storageClass === undefined ? "no size: the LUN has one" : "a size for the storage class",
      size,
    ),
    ...(size === undefined ? [] : [readable(`${path}.size`, parseByteSize, size)]),
  ];
}
