import { parseCronSchedule } from "../../components/internal/cron-schedule";
import { parseDatedImage } from "../../components/internal/image";
import { parseByteSize } from "../../components/internal/quantity";
import { group, oneOf, text, yesOrNo } from "../fields";
import { parseExport } from "../paths";

const exportedFolder = text(parseExport).meta({
  description: "Folder that the NAS exports over NFS, owned by 250:250 (Portage).",
  examples: ["/volume1/gentoo-repos"],
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
  repository: group({
    export: exportedFolder,
    size: text(parseByteSize)
      .default("16Gi")
      .meta({
        description:
          "Size of the volume, at least 8Gi: a smaller ext4 runs out of inodes before it runs out of bytes.",
        examples: ["16Gi"],
      }),
  }).meta({ description: "Volume of the ebuild repository." }),
  binaryPackages: group({
    export: exportedFolder.meta({
      description:
        "Folder that the NAS exports over NFS. Builds write to it as root: export it without root squash, or with every user mapped to 250:250 (Portage).",
      examples: ["/volume1/gentoo-binpkgs"],
    }),
    size: text(parseByteSize)
      .default("100Gi")
      .meta({
        description: "Size of the volume.",
        examples: ["100Gi"],
      }),
  }).meta({ description: "Volume of the binary packages." }),
  schedule: text(parseCronSchedule)
    .default("47 3 * * *")
    .meta({
      description:
        "When the ebuild repository is updated, in UTC: after 01:30, when the day's snapshot is there, and at most once a day.",
      examples: ["47 3 * * *"],
    }),
  arch: oneOf(["amd64", "arm64"])
    .default("amd64")
    .meta({ description: "Architecture of the nodes that the jobs run on.", examples: ["amd64"] }),
})
  .exactOptional()
  .meta({
    description: "Volumes that Gentoo builds share; when absent, nothing of them exists.",
  });
