import * as pulumi from "@pulumi/pulumi";

import { podHashAnnotation } from "../components/internal/pod-hash";
import type { LastRoll } from "../components/storage/upgrade-attempt";

/** What the engine answers for the resources of a stack, by their URNs. */
type Resources = Readonly<Record<string, { readonly outputs?: Readonly<Record<string, unknown>> }>>;

const statefulSet = "kubernetes:apps/v1:StatefulSet::jenkins";
/** Writing takes milliseconds, also where the state is large. */
const attempts = 40;
/** Milliseconds. */
const pause = 50;
const command = "command:local:Command::upgrade-snapshot";

/**
 * What the state says of the last replacement of the controller's pod, before this deployment.
 *
 * The engine reads it from the stack's own backend, as it does for a stack reference: no network beyond that, no cluster.
 */
export function lastRoll(): pulumi.Output<LastRoll> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const read = (): Promise<unknown> =>
    pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName }, { async: true });
  const found = repeated(read).then((answer) =>
    rollIn((answer as { outputs?: Resources }).outputs ?? {}),
  );
  // Other resources of the answer hold secrets; hash and environment do not.
  return pulumi.unsecret(pulumi.output(found));
}

/**
 * Asks until there is an answer: a backend of files writes the state of this very deployment meanwhile, and not in one
 * step, so that whoever reads it may find half a file. Any other failure is one at once.
 */
export async function repeated<T>(ask: () => Promise<T>, left = attempts): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (left <= 1 || !/failed to load checkpoint/.test(String(error))) throw error;
    await new Promise((resolve) => setTimeout(resolve, pause));
    return repeated(ask, left - 1);
  }
}

/** The last replacement, from the resources of a stack. */
export function rollIn(resources: Resources): LastRoll {
  const outputsOf = (ending: string): unknown =>
    Object.entries(resources).find(([urn]) => urn.endsWith(ending))?.[1].outputs;
  const annotations = at(outputsOf(statefulSet), "spec", "template", "metadata", "annotations");
  const pod = at(annotations, podHashAnnotation);
  const environment = at(outputsOf(command), "environment");
  return {
    ...(typeof pod === "string" && { pod }),
    ...(typeof environment === "object" &&
      environment !== null && { environment: environment as Record<string, string> }),
  };
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === "object" && found !== null
        ? (found as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}
