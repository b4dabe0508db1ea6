import { parseIqn } from "../../components/internal/iqn";
import { parseName, parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseLunSize } from "../../components/internal/quantity";
import { group, keyed, oneOf, text, wholeNumber } from "../fields";
import { parseVolume } from "../paths";
import { parseAccount, parseNamespace } from "../words";
import { growth } from "./growth";
import { migration } from "./migration";

const lun = group({
  volume: text(parseVolume).meta({
    description: "Btrfs volume of the NAS that holds the LUN: only there are snapshots instant.",
    examples: ["/volume1"],
  }),
  size: text(parseLunSize).meta({
    description: "Size in whole GiB. It can grow and never shrink.",
    examples: ["500Gi"],
  }),
  iqn: text(parseIqn).meta({
    description:
      "Name of the LUN's own target. It is part of the volume's identity and never derived from the NAS's host name, which may change.",
    examples: ["iqn.2000-01.com.synology:nas0.jenkins"],
  }),
  mappingIndex: wholeNumber(1, 255)
    .default(1)
    .meta({
      description: "Logical unit number within the target. DSM counts from 1.",
      examples: [1],
    }),
  fsType: oneOf(["ext4", "xfs"])
    .default("ext4")
    .meta({
      description:
        "Filesystem on the LUN. Changing it replaces the volume, which its protection refuses, and never reformats.",
      examples: ["ext4"],
    }),
  maxSessions: wholeNumber(0, 128)
    .default(1)
    .meta({
      description:
        "Most simultaneous sessions; 0 is unlimited. 1 keeps two nodes from mounting the filesystem at once, but after a node's crash the next one waits until the NAS drops the dead session.",
      examples: [1],
    }),
  chapUser: text(parseAccount)
    .default("jenkins")
    .meta({
      description: "CHAP user of the target; its password is generated.",
      examples: ["jenkins"],
    }),
  mutualChapUser: text(parseAccount)
    .exactOptional()
    .meta({
      description:
        "User the target answers with, so that nodes know they talk to the NAS; its password is generated too. When absent, only the nodes prove themselves.",
      examples: ["nas0"],
    }),
  chapRotation: wholeNumber(0, 1_000_000)
    .default(0)
    .meta({
      description:
        "Raise it to have the CHAP passwords drawn anew, on the NAS and in the Secret of the nodes at once. Sessions that exist go on.",
      examples: [1],
    }),
  onDestroy: oneOf(["keep", "retire"])
    .default("keep")
    .meta({
      description:
        "What removing the LUN from the stack does on the NAS: nothing, or unmap it and give it another name. Neither deletes data; only the verb nas lun delete does.",
      examples: ["keep"],
    }),
}).meta({ description: "One LUN with a target of its own." });

/** The LUNs of the NAS. */
export const storage = group({
  luns: keyed(parseName, lun).meta({
    description: "LUNs by name. The name is that of the LUN and of its target on the NAS.",
    examples: [
      {
        jenkins: {
          volume: "/volume1",
          size: "500Gi",
          iqn: "iqn.2000-01.com.synology:nas0.jenkins",
        },
      },
    ],
  }),
  homes: keyed(
    parseSubdomain,
    group({
      lun: text(parseName).meta({
        description: "LUN that holds it, a name of storage.luns.",
        examples: ["jenkins-restored"],
      }),
    }).meta({ description: "One home beside the one in use." }),
  )
    .default({})
    .meta({
      description:
        "Jenkins homes beside the one in use, by the names of their claims: one that was restored or migrated to, or the one before. To switch, exchange an entry with jenkins.claim and jenkins.lun: both volumes stay, only the pod changes.",
      examples: [{ "jenkins-restored": { lun: "jenkins-restored" } }],
    }),
  migration: migration.exactOptional().meta({
    description:
      "Moves the Jenkins home from another volume, step by step. Taken out again before the phase switch it is called off, afterwards it is done; the old home stays either way.",
    examples: [
      {
        from: { claim: "jenkins-longhorn", podLabels: { app: "jenkins" } },
        phase: "check",
        image: "docker.io/gentoo/stage3:nomultilib-20260824",
      },
    ],
  }),
  growth: growth.exactOptional().meta({
    description:
      "Lets the node and the file system of the Jenkins home follow its LUN by themselves. Absent, the commands for it are an output of the stack.",
    examples: [{ image: "docker.io/gentoo/stage3:nomultilib-20260824" }],
  }),
  secretNamespace: text(parseNamespace)
    .default("jenkins-storage")
    .meta({
      description:
        "Namespace of the CHAP Secrets. It is nobody else's: the controller may read every Secret of its own namespace.",
      examples: ["jenkins-storage"],
    }),
}).meta({ description: "The LUNs of the NAS." });
