import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

/** What the policies must satisfy together with the rest. */
export const policyRules = [
  rule<Sections>(
    ["policy.privilegedNamespaces", "jenkins.namespace", "storage.secretNamespace"],
    guardedNamespaces,
  ),
];

/** A privileged pod reads the credentials of every pod on its node: those namespaces have the best ones. */
function* guardedNamespaces({ policy, jenkins, storage }: Sections): Generator<Violation> {
  for (const [setting, namespace] of [
    ["jenkins.namespace", jenkins.namespace],
    ["storage.secretNamespace", storage.secretNamespace],
  ] as const) {
    const index = policy.privilegedNamespaces.indexOf(namespace);
    if (index >= 0)
      yield {
        path: ["policy", "privilegedNamespaces", String(index)],
        problem: {
          expected: `another value than ${setting}`,
          fix: "privileged pods belong where no credential of the stack is",
        },
      };
  }
}
