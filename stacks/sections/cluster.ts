import { parseName } from "../../components/internal/kubernetes-name";
import { group, text } from "../fields";
import { parseProjectPath } from "../paths";
import { parseWord } from "../words";

/** Which cluster the stack is deployed to. */
export const cluster = group({
  kubeconfig: text(parseProjectPath).meta({
    description:
      "Kubeconfig file, relative to the project's root. Its content never reaches the state, so it may be rotated freely.",
    examples: [".local/kubeconfig"],
  }),
  identifier: text(parseName).meta({
    description:
      "Name of the cluster for ever. Only a change of this name, not of the kubeconfig, means another cluster and replaces every object.",
    examples: ["prod"],
  }),
  context: text(parseWord)
    .exactOptional()
    .meta({
      description: "Context of the kubeconfig; when absent, its current context.",
      examples: ["admin@prod"],
    }),
}).meta({ description: "Which cluster the stack is deployed to." });
