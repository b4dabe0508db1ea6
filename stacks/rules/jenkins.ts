import { parseQuantity } from "../../components/internal/quantity";
import type { Sections } from "../settings";
import { known, rule, type Violation } from "./rule";

const leastMemory = 2 * 2 ** 30;

/** What the controller's resources must satisfy together (E-02). */
export const jenkinsRules = [
  rule<Sections>(["jenkins.memoryLimit"], enoughMemory),
  rule<Sections>(["jenkins.memoryLimit", "jenkins.memoryRequest"], ({ jenkins }) =>
    requestWithinLimit("memory", jenkins.memoryRequest, jenkins.memoryLimit),
  ),
  rule<Sections>(["jenkins.cpuLimit", "jenkins.cpuRequest"], ({ jenkins }) =>
    requestWithinLimit("cpu", jenkins.cpuRequest, jenkins.cpuLimit),
  ),
];

function* enoughMemory({ jenkins }: Sections): Generator<Violation> {
  if (known(parseQuantity(jenkins.memoryLimit)) < leastMemory)
    yield {
      path: ["jenkins", "memoryLimit"],
      problem: {
        expected: "at least 2Gi",
        fix: "a smaller controller is killed while it loads its jobs",
      },
    };
}

function requestWithinLimit(resource: string, request: string, limit: string): Violation[] {
  if (known(parseQuantity(request)) <= known(parseQuantity(limit))) return [];
  return [
    {
      path: ["jenkins", `${resource}Request`],
      problem: { expected: `at most jenkins.${resource}Limit (${limit})` },
      value: request,
    },
  ];
}
