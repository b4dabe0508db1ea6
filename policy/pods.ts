import { agentPods } from "./agent-pods";
import { groupAt, isObject, kindOf, namespaceOf, stays } from "./inputs";
import { containersOf, type PolicyPod } from "./pod";
import type { PolicyResource } from "./resource";

/** Where the pod stands in each kind that has one. */
const podFields: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  StatefulSet: ["spec", "template"],
  Deployment: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/** Every pod that resources describe, those of builds among them. */
export function podsOf(resources: readonly PolicyResource[]): readonly PolicyPod[] {
  return resources.filter((resource) => isObject(resource) && stays(resource)).flatMap(podsIn);
}

/** Whether a kind starts pods. */
export function startsPods(kind: string): boolean {
  return kind in podFields;
}

function podsIn(resource: PolicyResource): readonly PolicyPod[] {
  const kind = kindOf(resource);
  if (kind === "ConfigMap") return agentPods(resource);
  const field = podFields[kind];
  return field === undefined ? [] : [ownPod(resource, field)];
}

function ownPod(resource: PolicyResource, field: readonly string[]): PolicyPod {
  const path = [...field, "spec"].join(".");
  const spec = groupAt(resource.inputs, ...field, "spec");
  return {
    resource,
    path,
    spec,
    metadata: groupAt(resource.inputs, ...field, "metadata"),
    containers: containersOf(spec, path),
    namespace: namespaceOf(resource),
    agent: false,
  };
}
