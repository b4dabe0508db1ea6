import assert from "node:assert/strict";

import { parse, stringify } from "yaml";

import { changed, type Change } from "./changes";

/** A change to a clean stack, the rule it breaks, and what is said about it, without the rule's own fix. */
export type Breach = readonly [title: string, rule: string, change: Change, text: string];

/** Path of the controller's container in its StatefulSet, for `withInput`. */
export const controller = "spec|template|spec|containers|0";

/** A container that breaks no rule. */
export const container = {
  name: "builder",
  image: "registry.example/builder:1.2.3",
  resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { memory: "1Gi" } },
};
/** A volume that is the socket of Docker. */
export const dockerSocket = { name: "socket", hostPath: { path: "/var/run/docker.sock" } };

/** A Deployment of such a container, with more in its pod. */
export function deployment(spec: object): object {
  return { spec: { template: { spec: { containers: [container], ...spec } } } };
}

/** The first occurrence of a text in the cloud's configuration, changed. */
export function inCloud(before: string, after: string): Change {
  return changed("ConfigMap/jenkins-configuration", ({ inputs }) => {
    const data = inputs["data"] as Record<string, string>;
    const cloud = data["cloud-kubernetes.yaml"] ?? "";
    assert.ok(cloud.includes(before), `no ${before} in the cloud`);
    return {
      inputs: {
        ...inputs,
        data: { ...data, "cloud-kubernetes.yaml": cloud.replace(before, after) },
      },
    };
  });
}

/** The one template of agents, with more fields than it has. */
export function inTemplate(fields: object): Change {
  return changed("ConfigMap/jenkins-configuration", ({ inputs }) => {
    const data = inputs["data"] as Record<string, string>;
    const cloud = parse(data["cloud-kubernetes.yaml"] ?? "") as {
      jenkins: { clouds: [{ kubernetes: { templates: [object] } }] };
    };
    Object.assign(cloud.jenkins.clouds[0].kubernetes.templates[0], fields);
    return {
      inputs: { ...inputs, data: { ...data, "cloud-kubernetes.yaml": stringify(cloud) } },
    };
  });
}

/** A secret as Pulumi stores it. */
export function wrapped(value: string): object {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}
