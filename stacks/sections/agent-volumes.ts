import { parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseMountPath } from "../../components/internal/mount-path";
import { parseByteSize } from "../../components/internal/quantity";
import { group, keyed, text, yesOrNo } from "../fields";
import { parseAbsolutePath, parseDataKey, parseHost } from "../job-words";

const readOnly = yesOrNo()
  .default(true)
  .meta({ description: "Whether builds only read it.", examples: [true] });

const claim = text(parseSubdomain).meta({
  description: "Claim of the jobs namespace.",
  examples: ["gentoo-repository"],
});

const ephemeral = group({
  size: text(parseByteSize).meta({ description: "Size of the claim.", examples: ["50Gi"] }),
  storageClass: text(parseSubdomain)
    .exactOptional()
    .meta({
      description: "Storage class; the cluster's default one by default.",
      examples: ["fast"],
    }),
})
  .exactOptional()
  .meta({ description: "A claim that is made for each pod and deleted with it." });

const volume = group({
  claim: group({ name: claim, readOnly })
    .exactOptional()
    .meta({ description: "A claim that outlives the pod." }),
  configMap: group({
    name: text(parseSubdomain).meta({
      description: "ConfigMap of the jobs namespace.",
      examples: ["maven-settings"],
    }),
    key: text(parseDataKey)
      .exactOptional()
      .meta({
        description: "The only key to mount, as a file at this path.",
        examples: ["settings.xml"],
      }),
  })
    .exactOptional()
    .meta({ description: "A ConfigMap, as a folder or as one file." }),
  secret: group({
    name: text(parseSubdomain).meta({
      description: "Secret of the jobs namespace.",
      examples: ["registries"],
    }),
  })
    .exactOptional()
    .meta({ description: "A Secret, as a folder." }),
  emptyDir: group({
    memory: yesOrNo()
      .default(false)
      .meta({ description: "Whether it is memory instead of disk.", examples: [false] }),
  })
    .exactOptional()
    .meta({ description: "Room that ends with the pod." }),
  nfs: group({
    server: text(parseHost).meta({ description: "NFS server.", examples: ["nas.example"] }),
    path: text(parseAbsolutePath).meta({
      description: "Exported folder.",
      examples: ["/volume1/cache"],
    }),
    readOnly,
  })
    .exactOptional()
    .meta({ description: "A folder of an NFS server." }),
  ephemeral,
}).meta({ description: "One volume: exactly one of the sources below." });

/** Volumes of all containers of a kind of agent. A folder of the node is not among them (D-03). */
export const agentVolume = keyed(parseMountPath, volume)
  .default({})
  .meta({
    description: "Volumes of all its containers, by the path they are mounted at.",
    examples: [{ "/var/cache/m2": { claim: { name: "m2-cache", readOnly: false } } }],
  });

/** Where builds of a kind of agent have their workspace. */
export const agentWorkspace = group({
  emptyDir: group({
    sizeLimit: text(parseByteSize)
      .default("10Gi")
      .meta({ description: "Most room; beyond it the pod is evicted.", examples: ["10Gi"] }),
    memory: yesOrNo()
      .default(false)
      .meta({ description: "Whether it is memory instead of disk.", examples: [false] }),
  })
    .exactOptional()
    .meta({ description: "Room that ends with the pod; 10Gi of it by default." }),
  claim: group({ name: claim })
    .exactOptional()
    .meta({ description: "A claim that all pods of the kind share." }),
  ephemeral,
})
  .prefault({})
  .meta({ description: "Where builds have their workspace: one of the sources below." });
