import { parseName, parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseByteSize } from "../../components/internal/quantity";
import { group, keyed, text } from "../fields";
import { parseExport } from "../paths";

const cache = group({
  export: text(parseExport)
    .exactOptional()
    .meta({
      description: "Folder that the NAS exports over NFS, writable for the user of the agents.",
      examples: ["/volume1/jenkins-m2"],
    }),
  storageClass: text(parseSubdomain)
    .exactOptional()
    .meta({
      description: "Storage class that provides the volume instead, for many nodes at once.",
      examples: ["longhorn-rwx"],
    }),
  size: text(parseByteSize)
    .default("20Gi")
    .meta({ description: "Size of the volume.", examples: ["20Gi"] }),
}).meta({ description: "One cache." });

/** Volumes for what builds download again and again (C-08). */
export const caches = keyed(parseName, cache)
  .default({})
  .meta({
    description:
      "Volumes that keep what builds download, by name: Maven's, npm's, Go's. The claim is called cache-<name>; a template of agents mounts it among its volumes.",
    examples: [{ m2: { export: "/volume1/jenkins-m2" } }],
  });
