import { parseImage } from "../../components/internal/image";
import { parseName, parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseByteSize } from "../../components/internal/quantity";
import { parseSeLinuxLevel } from "../../components/internal/selinux";
import { group, keyed, oneOf, text, wholeNumber, yesOrNo } from "../fields";
import { agentResources } from "./agent-container";

const volume = group({
  lun: text(parseName)
    .exactOptional()
    .meta({ description: "LUN of storage.luns that nothing else uses.", examples: ["buildroot"] }),
  storageClass: text(parseSubdomain)
    .exactOptional()
    .meta({
      description:
        "Storage class that makes the volume, for one node at a time. Not NFS: a build makes many small files and hard links.",
      examples: ["local-path"],
    }),
  size: text(parseByteSize)
    .exactOptional()
    .meta({
      description: "Size of a volume of a storage class, at least 40Gi; a LUN has its own.",
      examples: ["100Gi"],
    }),
}).meta({ description: "One volume: either a LUN or a storage class." });

/** Builds with Buildroot that rebuild only what changed. */
export const buildroot = group({
  enabled: yesOrNo()
    .default(true)
    .meta({ description: "Whether the volumes and their agents exist.", examples: [true] }),
  image: text(parseImage).meta({
    description:
      "Image with what Buildroot needs of its host, and Git. Another one makes the next build a full one.",
    examples: ["registry.pyrocufflink.blue/ci/buildroot:2026.8.1"],
  }),
  volume: volume.meta({
    description:
      "Volume of the label buildroot, with output, downloads and the compiler's results. One build at a time uses it.",
  }),
  workspaces: keyed(parseName, volume)
    .default({})
    .meta({
      description:
        "Volumes of their own, for jobs that should not wait for others; the label is buildroot-<name>.",
      examples: [{ aimee: { lun: "buildroot-aimee" } }],
    }),
  compilerCacheSize: text(parseByteSize)
    .default("10Gi")
    .meta({
      description: "Most room of the compiler's results (ccache) on each volume.",
      examples: ["10Gi"],
    }),
  lockWaitSeconds: wholeNumber(0, 86_400)
    .default(14_400)
    .meta({
      description: "Seconds a build waits for another one on the same volume before it fails.",
      examples: [14_400],
    }),
  resources: agentResources({
    cpuRequest: "2",
    cpuLimit: "8",
    memoryRequest: "4Gi",
    memoryLimit: "16Gi",
  })
    .prefault({})
    .meta({
      description: "Requests and limits of the container; it compiles with as many jobs as cores.",
    }),
  arch: oneOf(["amd64", "arm64"])
    .default("amd64")
    .meta({ description: "Architecture of the nodes that builds run on.", examples: ["amd64"] }),
  seLinuxLevel: text(parseSeLinuxLevel)
    .exactOptional()
    .meta({
      description:
        "SELinux level of every pod with one of the volumes; without one each pod labels all files anew.",
      examples: ["s0:c35,c75"],
    }),
})
  .exactOptional()
  .meta({ description: "Builds with Buildroot; when absent, nothing of them exists." });
