import { parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseByteSize } from "../../components/internal/quantity";
import { group, oneOf, text } from "../fields";
import { parseExport } from "../paths";

/** What is particular about one of the volumes. */
interface VolumeWords {
  /** What is kept on it, as it follows "Volume of". */
  readonly what: string;
  /** Description of the exported folder. */
  readonly folder: string;
  /** Example of the exported folder. */
  readonly export: string;
  /** Size unless the settings say another. */
  readonly size: string;
  readonly sizeTrap?: string;
}

function fields(words: VolumeWords) {
  return group({
    export: text(parseExport)
      .exactOptional()
      .meta({ description: words.folder, examples: [words.export] }),
    storageClass: text(parseSubdomain)
      .exactOptional()
      .meta({
        description:
          "Storage class that provides the volume instead, with files of any user: no group is set on NFS.",
        examples: ["longhorn-rwx"],
      }),
    accessMode: oneOf(["ReadWriteMany", "ReadWriteOnce"])
      .exactOptional()
      .meta({
        description:
          "How many nodes mount a volume of a storage class; when absent ReadWriteMany. ReadWriteOnce needs gentoo.node.",
        examples: ["ReadWriteMany"],
      }),
    size: text(parseByteSize)
      .default(words.size)
      .meta({ description: `Size of the volume${words.sizeTrap ?? ""}.`, examples: [words.size] }),
  });
}

/** The settings of a volume that is always there. */
export function volume(words: VolumeWords) {
  return fields(words).meta({ description: `Volume of ${words.what}.` });
}

/** The settings of a volume that is there when they are. */
export function optionalVolume(words: VolumeWords) {
  return fields(words)
    .exactOptional()
    .meta({ description: `Volume of ${words.what}.` });
}
