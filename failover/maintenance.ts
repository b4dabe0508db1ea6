import { z } from "zod";

const preview = z.looseObject({
  steps: z
    .array(
      z.looseObject({
        op: z.string(),
        urn: z.string(),
        detailedDiff: z.record(z.string(), z.unknown()).nullish(),
      }),
    )
    .default([]),
});

/** What the controller alone has, and what comes and goes with its pod: neither holds data. */
const pod = "kubernetes:apps/v1:StatefulSet::jenkins";
const besidePod: ReadonlySet<string> = new Set([
  "kubernetes:batch/v1:Job::jenkins-configuration-loaded",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy::jenkins-configuration",
]);
/** Steps that change nothing. */
const idle: ReadonlySet<string> = new Set(["same", "read", "refresh"]);

/** What a preview would do to the pod, and beside it. */
export interface Foreseen {
  /** Whether the pod stops or starts. */
  readonly pod: boolean;
  /** Every change that has nothing to do with it, one line each, sorted. */
  readonly others: readonly string[];
}

/**
 * Reads what a preview of `jenkins.maintenance` would change.
 *
 * A stack may have other changes that nobody has deployed yet, say a new image. Stopping Jenkins must not deploy them
 * by the way, and starting it must not either: they have a preview of their own.
 *
 * @param printed what `pulumi preview --json` prints
 * @throws Error when that is something else
 */
export function foreseen(printed: string): Foreseen {
  const changes = preview.parse(JSON.parse(printed)).steps.filter(({ op }) => !idle.has(op));
  const others = changes.flatMap(({ op, urn, detailedDiff }) => {
    const resource = resourceOf(urn);
    if (resource === "pulumi:pulumi:Stack" || besidePod.has(resource)) return [];
    if (resource !== pod || op !== "update") return [`${op} ${resource}`];
    return Object.keys(detailedDiff ?? {})
      .filter((path) => path !== "spec.replicas")
      .map((path) => `${op} ${resource}: ${path}`);
  });
  return {
    pod: changes.some(({ urn }) => resourceOf(urn) === pod),
    others: others.sort(),
  };
}

/** Type and name of a resource, without its parents; the stack by its type alone. */
function resourceOf(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  const type = types.slice(types.lastIndexOf("$") + 1);
  return type === "pulumi:pulumi:Stack" ? type : `${type}::${name}`;
}
