import { agentProblems } from "../../components/internal/agent-problems";
import type { AgentResources } from "../../components/internal/agent-template";
import type { Violation } from "./rule";

/** Requests that exceed their limits, of a container whose resources stand at that path. */
export function beyondLimits(path: readonly string[], resources: AgentResources): Violation[] {
  const agent = { name: "agent", labels: ["agent"], forAnyBuild: false, arch: "amd64" } as const;
  return agentProblems({ ...agent, agent: resources }).map(
    ({ path: [, ...field], ...finding }) => ({
      path: [...path, ...field],
      ...finding,
    }),
  );
}
