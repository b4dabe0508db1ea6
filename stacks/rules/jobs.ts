import type { Sections } from "../settings";
import { duplicates, rule, type Violation } from "./rule";

/** What namespaces and registries must satisfy together. */
export const jobsRules = [
  rule<Sections>(
    ["jenkins.namespace", "jobs.namespace", "storage.secretNamespace"],
    separateNamespaces,
  ),
  rule<Sections>(["jobs.registries.*.server"], separateRegistries),
];

function separateNamespaces({ storage, jenkins, jobs }: Sections): Iterable<Violation> {
  return duplicates(
    [
      { path: ["jenkins", "namespace"], value: jenkins.namespace },
      { path: ["jobs", "namespace"], value: jobs.namespace },
      { path: ["storage", "secretNamespace"], value: storage.secretNamespace },
    ],
    "a namespace is the border of what its ServiceAccounts may read",
  );
}

function separateRegistries({ jobs }: Sections): Iterable<Violation> {
  return duplicates(
    Object.entries(jobs.registries).map(([name, { server }]) => ({
      path: ["jobs", "registries", name, "server"],
      value: server,
    })),
    "a pull secret holds one login a registry",
  );
}
