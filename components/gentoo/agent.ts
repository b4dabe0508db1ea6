import type { AgentTemplate, AgentVolume } from "../internal/agent-template";
import { parsed } from "../internal/arguments";
import type { Architecture } from "../internal/node-affinity";
import { parseByteSize } from "../internal/quantity";
import {
  binaryPackagesPath,
  compilerCachePath,
  distfilesPath,
  gentooClaims,
  repositoriesPath,
} from "./repository";

/** Arguments of {@link gentooAgent}. */
export interface GentooAgentArgs {
  readonly image: string;
  readonly arch: Architecture;
  /**
   * Whether downloads are kept on a volume.
   *
   * @default false
   */
  readonly distfiles?: boolean;
  /**
   * Size of the compiler cache's volume.
   *
   * @default - there is none
   */
  readonly compilerCacheSize?: string;
  /**
   * SELinux level of everything that mounts the volumes.
   *
   * @default - the container runtime chooses one for each pod
   */
  readonly seLinuxLevel?: string;
  /**
   * The one node that everything with these volumes runs on.
   *
   * @default - any node of the architecture
   */
  readonly node?: string;
}

/** Part of the compiler cache's volume that is used: the cache grows past its limit before it cleans up. */
const usedShare = 0.9;

/**
 * Agent with the label `gentoo`: builds in its container `gentoo` read the ebuild repository and reuse, and add to,
 * the binary packages, and where there are such volumes the downloads and the compiler's results (C-08).
 *
 * The compiler cache needs `dev-util/ccache` in the image; Portage warns and compiles without it otherwise.
 */
export function gentooAgent(args: GentooAgentArgs): AgentTemplate {
  const { distfiles = false, compilerCacheSize, seLinuxLevel, node } = args;
  const cached = compilerCacheSize !== undefined;
  return {
    name: "gentoo",
    labels: ["gentoo"],
    forAnyBuild: false,
    arch: args.arch,
    ...(node === undefined ? {} : { nodeSelector: { "kubernetes.io/hostname": node } }),
    ...(seLinuxLevel === undefined ? {} : { seLinuxLevel }),
    containers: [
      {
        name: "gentoo",
        image: args.image,
        environment: {
          EMERGE_DEFAULT_OPTS: "--usepkg",
          // The sandboxes need namespaces that an unprivileged pod may not make.
          FEATURES: `buildpkg ${cached ? "ccache " : ""}-ipc-sandbox -network-sandbox -pid-sandbox`,
          ...(cached ? compilerCache(compilerCacheSize) : {}),
        },
        resources: {
          cpuRequest: "1",
          cpuLimit: "4",
          memoryRequest: "2Gi",
          memoryLimit: "8Gi",
        },
        root: true,
      },
    ],
    volumes: [
      { mountPath: repositoriesPath, claimName: gentooClaims.repository, readOnly: true },
      { mountPath: binaryPackagesPath, claimName: gentooClaims.binaryPackages, readOnly: false },
      ...(distfiles ? [writable(distfilesPath, gentooClaims.distfiles)] : []),
      ...(cached ? [writable(compilerCachePath, gentooClaims.compilerCache)] : []),
      { mountPath: "/var/tmp" },
    ],
  };
}

function compilerCache(size: string): Record<string, string> {
  const mebibytes = Math.floor((parsed(parseByteSize, size) * usedShare) / 2 ** 20);
  return {
    CCACHE_DIR: compilerCachePath,
    CCACHE_MAXSIZE: `${mebibytes}Mi`,
    // Root and Portage's user write to it in turn.
    CCACHE_UMASK: "002",
  };
}

function writable(mountPath: string, claimName: string): AgentVolume {
  return { mountPath, claimName, readOnly: false };
}
