import { labels } from "../../components/internal/labels";
import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

/** What monitoring must satisfy together with the rest (C-27). */
export const monitoringRules = [
  rule<Sections>(["monitoring", "jenkins.namespace", "jobs.namespace"], separatePrometheus),
  rule<Sections>(["monitoring.labels"], ownLabels),
];

function* separatePrometheus({ monitoring, jenkins, jobs }: Sections): Generator<Violation> {
  if (!monitoring.enabled) return;
  for (const [setting, namespace] of [
    ["jenkins.namespace", jenkins.namespace],
    ["jobs.namespace", jobs.namespace],
  ] as const)
    if (monitoring.namespace === namespace)
      yield {
        path: ["monitoring", "namespace"],
        problem: {
          expected: `another value than ${setting}`,
          fix: "it is the namespace of the Prometheus, which the network policies let in from there",
        },
      };
}

function* ownLabels({ monitoring }: Sections): Generator<Violation> {
  const common = Object.keys(labels("controller"));
  for (const key of Object.keys(monitoring.labels))
    if (common.includes(key))
      yield {
        path: ["monitoring", "labels", key],
        problem: {
          expected: `none of ${common.join(", ")}`,
          fix: "every object has these already",
        },
        value: key,
      };
}
