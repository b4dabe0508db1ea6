import { parseName } from "../../components/internal/kubernetes-name";
import { parseRegistryServer, parseRegistryUser } from "../../components/internal/registry";
import { group, keyed, text } from "../fields";
import { parseNamespace } from "../words";

const registry = group({
  server: text(parseRegistryServer).meta({
    description:
      "Key of the registry in the pull secret: host, port and path without a scheme. Docker Hub's is https://index.docker.io/v1/.",
    examples: ["ghcr.io"],
  }),
  username: text(parseRegistryUser).meta({
    description: "User of the registry; the password is in the secret registryPasswords.",
    examples: ["jenkins"],
  }),
}).meta({ description: "One registry that needs a login." });

/** Where builds run and what they may pull. */
export const jobs = group({
  namespace: text(parseNamespace)
    .default("jenkins-jobs")
    .meta({
      description: "Namespace of the build pods.",
      examples: ["jenkins-jobs"],
    }),
  registries: keyed(parseName, registry)
    .default({})
    .meta({
      description:
        "Registries with a login, by a name of your choice. Every pod of the namespace may pull from them.",
      examples: [{ ghcr: { server: "ghcr.io", username: "jenkins" } }],
    }),
})
  .prefault({})
  .meta({ description: "Where builds run and what they may pull." });
