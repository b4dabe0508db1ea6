import type { AgentTemplate } from "../internal/agent-template";
import type { Architecture } from "../internal/node-affinity";
import { binaryPackagesPath, gentooClaims, repositoriesPath } from "./repository";

/** Arguments of {@link gentooAgent}. */
export interface GentooAgentArgs {
  readonly image: string;
  readonly arch: Architecture;
}

/**
 * Agent with the label `gentoo`: builds in its container `gentoo` read the ebuild repository and reuse, and add to,
 * the binary packages.
 */
export function gentooAgent(args: GentooAgentArgs): AgentTemplate {
  return {
    name: "gentoo",
    labels: ["gentoo"],
    forAnyBuild: false,
    arch: args.arch,
    containers: [
      {
        name: "gentoo",
        image: args.image,
        environment: {
          EMERGE_DEFAULT_OPTS: "--usepkg",
          // The sandboxes need namespaces that an unprivileged pod may not make.
          FEATURES: "buildpkg -ipc-sandbox -network-sandbox -pid-sandbox",
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
      { mountPath: "/var/tmp" },
    ],
  };
}
