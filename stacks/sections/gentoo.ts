import { parseCronSchedule } from "../../components/internal/cron-schedule";
import { parseDatedImage } from "../../components/internal/image";
import { parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseSeLinuxLevel } from "../../components/internal/selinux";
import { group, oneOf, text, wholeNumber, yesOrNo } from "../fields";
import { rsync } from "./gentoo-rsync";
import { optionalVolume, volume } from "./gentoo-volume";

const prune = group({
  schedule: text(parseCronSchedule)
    .default("17 12 * * 0")
    .meta({
      description:
        "When old binary packages and distfiles are removed, in UTC: an hour without builds, and not that of the repository's update.",
      examples: ["17 12 * * 0"],
    }),
  packageDays: wholeNumber(1, 3650)
    .default(90)
    .meta({
      description: "Days after which a binary package goes, unless it is among the newest.",
      examples: [90],
    }),
  keepNewest: wholeNumber(1, 100)
    .default(3)
    .meta({
      description:
        "How many of the newest binary packages of a name stay, whatever their age: versions, slots and builds alike.",
      examples: [3],
    }),
  distfileDays: wholeNumber(1, 3650)
    .default(180)
    .meta({ description: "Days after its download at which a distfile goes.", examples: [180] }),
});

/** Volumes that Gentoo builds share. */
export const gentoo = group({
  enabled: yesOrNo()
    .default(true)
    .meta({ description: "Whether the volumes and their jobs exist.", examples: [true] }),
  image: text(parseDatedImage).meta({
    description: "Gentoo stage3 that fills and updates the ebuild repository.",
    examples: ["docker.io/gentoo/stage3:nomultilib-20260824"],
  }),
  fill: oneOf(["webrsync", "image"])
    .default("webrsync")
    .meta({
      description:
        "What an empty repository is filled from: a signed snapshot of Gentoo's mirrors, or the tree in portageImage, which needs no mirror to begin with.",
      examples: ["image"],
    }),
  portageImage: text(parseDatedImage)
    .exactOptional()
    .meta({
      description: "Image with a checked tree; with the fill image.",
      examples: ["docker.io/gentoo/portage:20260824"],
    }),
  repository: volume({
    what: "the ebuild repository",
    folder: "Folder that the NAS exports over NFS, owned by 250:250 (Portage).",
    export: "/volume1/gentoo-repos",
    size: "16Gi",
    sizeTrap: ", at least 8Gi: a smaller ext4 runs out of inodes before it runs out of bytes",
  }),
  binaryPackages: volume({
    what: "the binary packages",
    folder:
      "Folder that the NAS exports over NFS. Builds write to it as root: export it without root squash, or with every user mapped to 250:250 (Portage).",
    export: "/volume1/gentoo-binpkgs",
    size: "100Gi",
  }),
  distfiles: optionalVolume({
    what: "what Portage downloads; when absent, every build downloads anew",
    folder: "Folder that the NAS exports over NFS, written to like that of the binary packages.",
    export: "/volume1/gentoo-distfiles",
    size: "50Gi",
  }),
  compilerCache: optionalVolume({
    what: "what the compiler has compiled, for images with ccache; when absent, every build compiles anew",
    folder: "Folder that the NAS exports over NFS, written to like that of the binary packages.",
    export: "/volume1/gentoo-ccache",
    size: "20Gi",
  }),
  schedule: text(parseCronSchedule)
    .exactOptional()
    .meta({
      description:
        "When the ebuild repository is updated, in UTC: after 01:30, when the day's snapshot is there, and at most once a day. When absent, a minute between 02:00 and 05:59 that differs from stack to stack, so that they do not ask the mirrors at once.",
      examples: ["47 3 * * *"],
    }),
  prune: prune
    .prefault({})
    .meta({ description: "How long binary packages and distfiles are kept." }),
  seLinuxLevel: text(parseSeLinuxLevel)
    .exactOptional()
    .meta({
      description:
        "SELinux level of everything that mounts the volumes: with one of its own each, pods would label the files against one another. When absent, the container runtime chooses.",
      examples: ["s0:c101,c202"],
    }),
  node: text(parseSubdomain)
    .exactOptional()
    .meta({
      description:
        "The one node that everything with these volumes runs on, by its label kubernetes.io/hostname; needed by volumes with the access mode ReadWriteOnce.",
      examples: ["worker-1"],
    }),
  arch: oneOf(["amd64", "arm64"])
    .default("amd64")
    .meta({ description: "Architecture of the nodes that the jobs run on.", examples: ["amd64"] }),
  rsync,
})
  .exactOptional()
  .meta({
    description: "Volumes that Gentoo builds share; when absent, nothing of them exists.",
  });
