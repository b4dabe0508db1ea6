import { parse } from "yaml";

import { groupAt, groupsAt, textsAt } from "../../policy/inputs";
import type { DiagramResource, Row } from "../topology";
import { objects, podOf, textAt } from "./kubernetes";

/** Agents that Jenkins starts in a namespace. */
export interface Agents {
  readonly namespace: string;
  readonly row: Row;
  readonly architectures: readonly string[];
}

/** The clouds of Jenkins' configuration: where builds run, from how many templates, and how many at once. */
export function agentsOf(resources: readonly DiagramResource[]): readonly Agents[] {
  return objects(resources, "ConfigMap").flatMap(({ inputs }) =>
    Object.values(groupAt(inputs, "data"))
      .filter((text): text is string => typeof text === "string" && text.includes("clouds:"))
      .flatMap((text) => groupsAt(yaml(text), "jenkins", "clouds"))
      .map((cloud) => agentsIn(groupAt(cloud, "kubernetes"))),
  );
}

/** Architectures that pods of the stack ask for. */
export function architecturesOf(
  resources: readonly DiagramResource[],
  agents: readonly Agents[],
): readonly string[] {
  const own = objects(resources, "StatefulSet", "Deployment", "CronJob", "Job").flatMap(
    architectures,
  );
  return [...new Set([...own, ...agents.flatMap((cloud) => cloud.architectures)])].sort();
}

function agentsIn(cloud: unknown): Agents {
  const templates = groupsAt(cloud, "templates");
  const names = templates.map((template) => textAt(template, "name")).join(", ");
  const most = textAt(cloud, "containerCapStr");
  return {
    namespace: textAt(cloud, "namespace"),
    row: {
      sign: "agents",
      text: `agents ${names}`,
      note: most === "" ? "" : `at most ${most}`,
    },
    architectures: templates.flatMap(
      (template) =>
        /kubernetes\.io\/arch=([\w-]+)/.exec(textAt(template, "nodeSelector"))?.[1] ?? [],
    ),
  };
}

function architectures(resource: DiagramResource): string[] {
  const pod = podOf(resource);
  const selected = textAt(pod, "nodeSelector", "kubernetes.io/arch");
  const required = groupsAt(
    groupAt(pod, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"),
    "nodeSelectorTerms",
  )
    .flatMap((term) => groupsAt(term, "matchExpressions"))
    .filter((expression) => expression["key"] === "kubernetes.io/arch")
    .flatMap((expression) => textsAt(expression, "values"));
  return selected === "" ? required : [selected];
}

function yaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    // Jenkins refuses it, and says why.
    return {};
  }
}
