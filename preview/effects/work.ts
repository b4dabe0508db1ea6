import {
  byField,
  interrupts,
  isIn,
  review,
  restarts,
  safe,
  text,
  type Effect,
  type Rule,
} from "./effect";
import type { Step } from "../step";
import { segmentsOf, valueAt } from "../path";

/** Work that runs once. */
export const job: Rule = (step) => {
  if (isIn(step, "VolumeMigration")) return migration(step);
  if (step.operation === "delete") return [safe("is no longer kept; what it did stays done")];
  if (isIn(step, "JenkinsController"))
    return [safe("waits until Jenkins has loaded the configuration")];
  if (isIn(step, "RepositorySync"))
    return [safe("fills the ebuild repository; skips one that is filled")];
  if (isIn(step, "VolumeGrowth"))
    return [review("grows the file system of the home on its node, while Jenkins runs")];
  return undefined;
};

/** What each phase of a migration does, by the last word of its Job's name. */
const phases: Readonly<Record<string, Effect>> = {
  check: safe("looks whether the old home can be copied; copies nothing"),
  precopy: safe("copies the home while Jenkins runs; the old one is only read"),
  copy: interrupts("copies and verifies the home while Jenkins is stopped"),
  switch: restarts("Jenkins starts on the new home; the old one is kept"),
};

function migration(step: Step): readonly Effect[] | undefined {
  if (step.operation === "delete")
    return [safe("this phase of the migration is over; what it copied stays")];
  const phase = phases[step.name.split("-").at(-1) ?? ""];
  return phase === undefined ? undefined : [phase];
}

/** Work that runs again and again. */
export const cronJob: Rule = (step) => {
  const known = ["RepositorySync", "PackagePrune", "JobBoundaries"].some((component) =>
    isIn(step, component),
  );
  if (!known) return undefined;
  if (step.operation === "create") return [safe("runs as scheduled")];
  if (step.operation === "delete") return [safe("no longer runs")];
  if (step.operation === "replace") return [safe("the next run follows")];
  return byField(step, [
    [/^spec\.schedule$/, ({ after }) => safe(`runs at ${String(after)}`)],
    [/^spec\b/, () => safe("the next run follows")],
  ]);
};

/** A server of the stack beside Jenkins. */
export const deployment: Rule = (step) => {
  if (!isIn(step, "RsyncShare")) return undefined;
  if (step.operation === "create") return [safe("rsync daemon starts")];
  if (step.operation === "delete")
    return [interrupts("rsync daemon ends: machines outside get nothing from it")];
  const template = valueAt(step.after?.inputs, segmentsOf("spec.template")) !== undefined;
  return template ? [safe(`rsync daemon restarts${versionOf(step)}`)] : undefined;
};

function versionOf(step: Step): string {
  const [before, after] = [step.before, step.after].map((state) =>
    text(state, "spec.template.spec.containers[0].image"),
  );
  return before === after ? "" : ` with ${after ?? ""}`;
}
