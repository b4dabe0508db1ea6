import type { AgentResources } from "./agent-template";

/** Room on the node's disk of a container that says nothing of it. */
export const usualEphemeralStorage = { request: "1Gi", limit: "10Gi" } as const;

/** What the inbound agent gets in a template that says nothing of it. */
export const inboundResources: AgentResources = {
  cpuRequest: "200m",
  cpuLimit: "2",
  memoryRequest: "256Mi",
  memoryLimit: "1Gi",
};
