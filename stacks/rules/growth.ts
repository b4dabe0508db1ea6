import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

/** What a growth on the node must satisfy together with the rest. */
export const growthRules = [
  rule<Sections>(["storage.growth", "policy.privilegedNamespaces"], declaredPrivilege),
  rule<Sections>(
    ["storage.growth", "storage.secretNamespace", "jenkins.namespace", "jobs"],
    ownNamespace,
  ),
];

/** Nothing of a stack is privileged but what its policies are told of. */
function* declaredPrivilege({ storage, policy }: Sections): Generator<Violation> {
  const namespace = storage.growth?.namespace;
  if (namespace !== undefined && !policy.privilegedNamespaces.includes(namespace))
    yield {
      path: ["storage", "growth", "namespace"],
      problem: {
        expected: "a namespace of policy.privilegedNamespaces",
        fix: "add it there: the pod that grows a volume is root on its node",
      },
      value: namespace,
    };
}

function* ownNamespace({ storage, jenkins, jobs }: Sections): Generator<Violation> {
  const namespace = storage.growth?.namespace;
  for (const [setting, other] of [
    ["jenkins.namespace", jenkins.namespace],
    ["storage.secretNamespace", storage.secretNamespace],
    ["jobs.namespace", jobs.namespace],
  ] as const)
    if (namespace === other)
      yield {
        path: ["storage", "growth", "namespace"],
        problem: {
          expected: `another value than ${setting}`,
          fix: "privileged pods may run in it",
        },
        value: namespace,
      };
}
