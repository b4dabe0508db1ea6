import type { AgentTemplate } from "../../internal/agent-template";
import { defaultLabels, defaultTemplate, describedAgent } from "../../internal/described-agent";
import type { Architecture } from "../../internal/node-affinity";
import type { AgentSettings } from "./settings";

/** What {@link agentTemplates} needs to know. */
export interface AgentTemplatesArgs {
  readonly agents: AgentSettings;
  /** Architecture of the default agent. */
  readonly arch: Architecture;
  /** Kinds of agents that other parts of the stack bring. */
  readonly extraTemplates?: readonly AgentTemplate[];
}

/** Every kind of agent: the default one first, then those of the settings, then those of other parts. */
export function agentTemplates(args: AgentTemplatesArgs): AgentTemplate[] {
  const { templates } = args.agents;
  const builtIn: AgentTemplate = {
    name: defaultTemplate,
    labels: defaultLabels,
    forAnyBuild: true,
    arch: args.arch,
  };
  return [
    ...(defaultTemplate in templates ? [] : [builtIn]),
    ...Object.entries(templates).map(([name, template]) => describedAgent(name, template)),
    ...(args.extraTemplates ?? []),
  ];
}
