import { parse } from "yaml";

import { at, groupAt, groupsAt, isGroup, isUnknown, type Group } from "./inputs";
import { containersOf, type PolicyPod } from "./pod";
import type { PolicyResource } from "./resource";

/** The pods of builds in a ConfigMap of Jenkins' configuration: one for each template of each Kubernetes cloud. */
export function agentPods(resource: PolicyResource): readonly PolicyPod[] {
  return Object.entries(groupAt(resource.inputs, "data"))
    .filter(([key]) => /\.ya?ml$/.test(key))
    .flatMap(([key, text]) => cloudsIn(text).flatMap((cloud) => podsOfCloud(resource, key, cloud)));
}

function cloudsIn(text: unknown): readonly Group[] {
  // Every other document is left unread: parsing is most of what a policy costs.
  if (typeof text !== "string" || !text.includes("clouds:")) return [];
  return groupsAt(yaml(text), "jenkins", "clouds").map((cloud) => groupAt(cloud, "kubernetes"));
}

function podsOfCloud(resource: PolicyResource, key: string, cloud: Group): readonly PolicyPod[] {
  const namespace = at(cloud, "namespace");
  return groupsAt(cloud, "templates").flatMap((template) => {
    const path = `data[${key}].templates[${String(at(template, "name"))}]`;
    const place = {
      resource,
      metadata: {},
      namespace: typeof namespace === "string" && !isUnknown(namespace) ? namespace : undefined,
      agent: true,
    };
    // The parts of a template: the plugin's own fields, and YAML that is merged with them, one document or several.
    return [
      { field: path, spec: templateSpec(template) },
      ...documentsOf(template).map(({ field, text }) => ({
        field: `${path}.${field}`,
        spec: groupAt(yaml(text), "spec"),
      })),
    ].map(({ field, spec }) => ({
      ...place,
      path: field,
      spec,
      containers: containersOf(spec, field),
    }));
  });
}

function documentsOf(template: Group): readonly { field: string; text: unknown }[] {
  const { yamls } = template;
  // Jenkins takes a single text for a list of one, as everywhere.
  const several = Array.isArray(yamls) ? (yamls as readonly unknown[]) : [yamls];
  return [
    { field: "yaml", text: template["yaml"] },
    ...several.map((text, index) => ({ field: `yamls[${index}]`, text })),
  ];
}

/** A template's own fields in the words of a pod. */
function templateSpec(template: Group): Group {
  return {
    containers: groupsAt(template, "containers").map((container) => ({
      name: at(container, "name"),
      image: at(container, "image"),
      securityContext: { privileged: at(container, "privileged") },
      env: groupsAt(container, "envVars").map((variable) => {
        const { key, value } = groupAt(variable, "envVar");
        return { name: key, value };
      }),
    })),
    volumes: [
      ...groupsAt(template, "volumes").map((volume) => ({
        name: at(volume, "hostPathVolume", "mountPath"),
        hostPath: volume["hostPathVolume"],
      })),
      { name: "workspace", hostPath: at(template, "workspaceVolume", "hostPathWorkspaceVolume") },
    ],
    hostNetwork: at(template, "hostNetwork"),
  };
}

function yaml(text: unknown): Group {
  if (typeof text !== "string") return {};
  try {
    const value: unknown = parse(text);
    return isGroup(value) ? value : {};
  } catch {
    // Jenkins refuses it, and says why.
    return {};
  }
}
