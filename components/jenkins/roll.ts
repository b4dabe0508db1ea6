import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { revisionOf } from "../internal/revision";
import { podHashAnnotation } from "../internal/pod-hash";
import { featuresOf } from "./choices";
import type { JenkinsControllerArgs } from "./controller-args";
import type { PodParts } from "./pod-parts";
import { pluginSet } from "./plugins/plugin-set";

/** A pod of the controller that is about to run, for whatever has to happen before it. */
export interface ControllerRoll {
  /** Its image. */
  readonly image: string;
  /** `<id>:<version>` a line, sorted; empty where the plugins come from the image. */
  readonly plugins: string;
  /** Sixteen hexadecimal digits that change exactly when the pod does. */
  readonly podHash: pulumi.Output<string>;
  /** Password of the first administrator. */
  readonly adminPassword: pulumi.Output<string>;
}

/**
 * Tells one pod from another. Image, plugins, resources and whatever else is in the template count; what a running
 * Jenkins reads again does not, because its objects keep their names.
 */
export function rollOf(
  args: JenkinsControllerArgs,
  pod: k8s.types.input.core.v1.PodTemplateSpec,
  adminPassword: pulumi.Output<string>,
): ControllerRoll {
  return {
    image: args.image,
    plugins: pluginLines(args),
    podHash: pulumi.output(pod).apply(hashOf),
    adminPassword,
  };
}

/** The parts with the hash of the pod, so that the state tells which pod the StatefulSet was last told to run. */
export function withPodHash(
  parts: Required<PodParts>,
  { podHash }: ControllerRoll,
): Required<PodParts> {
  return { ...parts, annotations: { ...parts.annotations, [podHashAnnotation]: podHash } };
}

function pluginLines(args: JenkinsControllerArgs): string {
  const { source, extra } = args.plugins;
  if (source === "image") return "";
  return pluginSet({ features: featuresOf(args), extra })
    .map(({ id, version }) => `${id}:${version}`)
    .join("\n");
}

/** Equal templates, equal hash: the order in which the program names their parts means nothing. */
function hashOf(template: unknown): string {
  const text = JSON.stringify(template, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
  return revisionOf({ template: text }).slice(0, 16);
}
