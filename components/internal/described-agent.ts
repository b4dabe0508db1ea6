import type { AgentContainer, AgentTemplate, AgentVolume, VolumeSource } from "./agent-template";

/** Name of the template that is always there: builds that ask for no label have to find one (B-09). */
export const defaultTemplate = "default";

/** In the place of a template's name: pods take nothing from any other template. */
export const noDefaults = "none";

/** Labels of that template, where no settings replace it. */
export const defaultLabels = ["default", "linux"] as const;

/** One kind of agent as settings describe it: containers are keyed by name and volumes by mount path. */
export interface TemplateSettings extends Omit<AgentTemplate, "name" | "containers" | "volumes"> {
  readonly containers: Readonly<Record<string, Omit<AgentContainer, "name">>>;
  readonly volumes: Readonly<Record<string, VolumeSource>>;
}

/** The kind of agent that settings describe. */
export function describedAgent(name: string, settings: TemplateSettings): AgentTemplate {
  const { containers, volumes, ...rest } = settings;
  return {
    ...rest,
    name,
    containers: Object.entries(containers).map(([container, described]) => ({
      ...described,
      name: container,
    })),
    volumes: Object.entries(volumes).map(([mountPath, source]): AgentVolume => ({
      mountPath,
      source,
    })),
  };
}
