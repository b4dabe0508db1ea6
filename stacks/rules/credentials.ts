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

/** cert-manager fills this one unless the settings name another. */
const defaultCertificate = "jenkins-tls";

/** A credential is a Secret of its name, beside the certificate in the same namespace. */
function* ownNames({ credentials, exposure }: Sections): Generator<Violation> {
  const certificate = exposure.ingress?.tls.secretName ?? defaultCertificate;
  if (certificate in credentials)
    yield {
      path: ["credentials", certificate],
      problem: { expected: "an id that is not the name of the certificate's Secret" },
      value: certificate,
    };
}

function at(problems: readonly CredentialProblem[]): Violation[] {
  return problems.map(({ path, ...finding }) => ({ path: ["credentials", ...path], ...finding }));
}
