import { parseImage } from "../../components/internal/image";
import { parseInnerFolder } from "../../components/internal/inner-folder";
import {
  parseLabelKey,
  parseName,
  parseSubdomain,
} from "../../components/internal/kubernetes-name";
import { parseLabelValue } from "../../components/internal/labels";
import { group, keyed, oneOf, text, wholeNumber } from "../fields";
import { parseNamespace } from "../words";

const from = group({
  claim: text(parseSubdomain).meta({
    description: "Claim of the old home. It is only ever read, and kept.",
    examples: ["jenkins"],
  }),
  namespace: text(parseNamespace)
    .exactOptional()
    .meta({
      description:
        "Namespace of that claim, to have it checked: it has to be jenkins.namespace, because a pod mounts claims of its own namespace alone.",
      examples: ["jenkins"],
    }),
  path: text(parseInnerFolder)
    .exactOptional()
    .meta({
      description: "Folder of the old volume that is the home; when absent, its top folder.",
      examples: ["jenkins_home"],
    }),
  podLabels: keyed(
    parseLabelKey,
    text(parseLabelValue).meta({ description: "Value of the label.", examples: ["jenkins"] }),
  )
    .exactOptional()
    .meta({
      description:
        "Labels of the pods that use the old claim, where another program made it: the copy beside a running Jenkins has to be on their node, and the last copy waits until they are gone.",
      examples: [{ app: "jenkins" }],
    }),
}).meta({ description: "Where the home comes from." });

/** The move of a home from another volume. */
export const migration = group({
  from,
  to: text(parseName)
    .exactOptional()
    .meta({
      description:
        "Claim that the home goes to: jenkins.claim, which is the default, or one of storage.homes.",
      examples: ["jenkins-home"],
    }),
  phase: oneOf(["check", "precopy", "copy", "switch"])
    .default("check")
    .meta({
      description:
        "How far it goes; raise it step by step, one deployment each. check: looks at both volumes; precopy: copies while Jenkins runs; copy: copies the rest with Jenkins stopped and compares every byte; switch: lets Jenkins start on the new home.",
      examples: ["copy"],
    }),
  image: text(parseImage).meta({
    description: "Image with rsync, GNU find and a shell: a Gentoo stage3 has them.",
    examples: ["docker.io/gentoo/stage3:nomultilib-20260824"],
  }),
  hours: wholeNumber(1, 168)
    .default(24)
    .meta({ description: "Most hours a copy may take.", examples: [24] }),
});
