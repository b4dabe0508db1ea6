import { parseImage } from "../../components/internal/image";
import { group, text } from "../fields";
import { parseNamespace } from "../words";

/** What lets a node and a file system follow a LUN that has grown. */
export const growth = group({
  image: text(parseImage).meta({
    description: "Image with a shell and nsenter; everything else comes from the node.",
    examples: ["docker.io/gentoo/stage3:nomultilib-20260824"],
  }),
  namespace: text(parseNamespace)
    .default("jenkins-growth")
    .meta({
      description:
        "Namespace of the pod, which is root on its node: name it in policy.privilegedNamespaces, too. Nothing else belongs there.",
      examples: ["jenkins-growth"],
    }),
});
