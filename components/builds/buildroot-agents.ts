import type { AgentTemplate } from "../internal/agent-template";
import { parsed } from "../internal/arguments";
import { workspacePath } from "../internal/mount-path";
import { parseQuantity } from "../internal/quantity";
import { buildrootCachePath, buildrootWorkspaces } from "./buildroot-volumes";
import type { BuildrootSettings } from "./settings";

/** Name of the ConfigMap with the scripts; templates find it by that. */
export const buildrootScripts = "buildroot-scripts";

/** Where the scripts are in the pods. */
export const buildrootScriptsPath = "/opt/jenkins-stack/buildroot";

/**
 * Agents that build with Buildroot: one kind a volume, and never two pods of a kind, because nothing else keeps two
 * pods of one node from one volume.
 *
 * Output, downloads and the compiler's results live on the volume; the workspace ends with the pod. Downloads
 * and compiler's results are outside the output, so that they survive a full build.
 */
export function buildrootAgents(settings: BuildrootSettings): AgentTemplate[] {
  const { image, arch, resources, seLinuxLevel, compilerCacheSize, lockWaitSeconds } = settings;
  return buildrootWorkspaces(settings).map(({ claimName }) => ({
    name: claimName,
    labels: [claimName],
    forAnyBuild: false,
    arch,
    ...(seLinuxLevel === undefined ? {} : { seLinuxLevel }),
    instanceCap: 1,
    // A pod that stayed would keep the volume attached to its node.
    idleMinutes: 0,
    podRetention: "never",
    containers: [
      {
        name: "buildroot",
        image,
        resources,
        root: false,
        environment: {
          // The image need not know the user that builds.
          HOME: workspacePath,
          BUILDROOT_CACHE: buildrootCachePath,
          BUILDROOT_IMAGE: image,
          BUILDROOT_JOBS: String(Math.ceil(parsed(parseQuantity, resources.cpuLimit))),
          BUILDROOT_LOCK_SECONDS: String(lockWaitSeconds),
          // Buildroot takes these two from the environment before the configuration.
          BR2_DL_DIR: `${buildrootCachePath}/dl`,
          BR2_CCACHE_DIR: `${buildrootCachePath}/ccache`,
          CCACHE_MAXSIZE: compilerCacheSize,
        },
      },
    ],
    volumes: [
      { mountPath: buildrootCachePath, claimName, readOnly: false },
      { mountPath: buildrootScriptsPath, source: { configMap: { name: buildrootScripts } } },
    ],
  }));
}
