import { certificateSecrets } from "../../components/internal/certificate-secrets";
import { declaredItems } from "../../components/jenkins/configuration/items";
import {
  credentialProblems,
  folderProblems,
  type CredentialProblem,
} from "../../components/jenkins/credentials/problems";
import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

/** What the fields of a credential must satisfy together, and where its scope leads. */
export const credentialRules = [
  rule<Sections>(["credentials"], ({ credentials }) => at(credentialProblems(credentials))),
  rule<Sections>(
    ["credentials.*.folders", "configuration.folders", "configuration.multibranch"],
    ({ credentials, configuration }) =>
      at(folderProblems(credentials, declaredItems(configuration))),
  ),
  rule<Sections>(["credentials", "exposure.ingress"], ownNames),
];

/**
 * A credential is a Secret of its name, beside the certificates in the same namespace. The stack's other Secrets there
 * have names that end in a random part.
 */
function* ownNames({ credentials, exposure }: Sections): Generator<Violation> {
  const names = [certificateSecrets(), certificateSecrets(exposure.ingress?.tls.secretName)];
  for (const name of new Set(names.flatMap(({ users, webhooks }) => [users, webhooks])))
    if (name in credentials)
      yield {
        path: ["credentials", name],
        problem: { expected: "an id that is not the name of a certificate's Secret" },
        value: name,
      };
}

function at(problems: readonly CredentialProblem[]): Violation[] {
  return problems.map(({ path, ...finding }) => ({ path: ["credentials", ...path], ...finding }));
}
