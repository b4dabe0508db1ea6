import {
  arrow,
  byField,
  interrupts,
  isIn,
  isNewNamespace,
  namespaceOf,
  review,
  restarts,
  safe,
  text,
  type Effect,
  type Rule,
} from "./effect";
import type { Change, ResourceState, Step } from "../step";
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
export const cronJob: Rule = (step, surroundings) => {
  const known = ["RepositorySync", "PackagePrune", "JobBoundaries"].some((component) =>
    isIn(step, component),
  );
  if (!known) return undefined;
  const prunes = isIn(step, "PackagePrune");
  if (step.operation === "create")
    return [
      prunes && !isNewNamespace(namespaceOf(step), surroundings)
        ? review("old packages and distfiles are removed from now on")
        : safe("runs as scheduled"),
    ];
  if (step.operation === "delete") return [safe("no longer runs")];
  const effects = byField(step, [
    [/^spec\.schedule$/, ({ after }) => safe(`runs at ${String(after)}`)],
    [
      /^spec\.suspend$/,
      ({ after }) =>
        after === true
          ? safe("no longer runs")
          : prunes
            ? review("old packages and distfiles are removed again")
            : safe("runs again"),
    ],
    [/\.(image|resources\b.*)$/, () => safe("the next run follows")],
    [
      /^spec\.(timeZone|startingDeadlineSeconds|concurrencyPolicy|\w+JobsHistoryLimit)$/,
      () => safe("the next run follows"),
    ],
    [/^spec\.jobTemplate\.(spec\.template\.)?metadata\b/, () => safe("the next run follows")],
    [
      /^spec\b/,
      (change, { before, after }) =>
        review(
          `${prunes ? "other packages and distfiles are removed" : "the next run does something else"} (${settingOf(change, after ?? before)})`,
        ),
    ],
  ]);
  return effects;
};

/** A variable by its name, anything else by the end of its path. */
function settingOf({ path, before, after }: Change, state: ResourceState | undefined): string {
  const name = valueAt(state?.inputs, [...segmentsOf(path).slice(0, -1), "name"]);
  return typeof name === "string" && path.endsWith(".value")
    ? `${name} ${arrow(before, after)}`
    : path.replace(/^.*\.spec\./, "");
}

/** A server of the stack beside Jenkins. */
export const deployment: Rule = (step) => {
  if (!isIn(step, "RsyncShare")) return undefined;
  if (step.operation === "create") return [safe("rsync daemon starts")];
  if (step.operation === "delete")
    return [interrupts("rsync daemon ends: machines outside get nothing from it")];
  if (step.operation === "replace")
    return [interrupts("rsync daemon is made anew: machines outside get nothing meanwhile")];
  const restarted = safe(`rsync daemon restarts${versionOf(step)}`);
  return byField(step, [
    [
      /^spec\.replicas$/,
      ({ after }) =>
        after === 0
          ? interrupts("rsync daemon ends: machines outside get nothing from it")
          : safe("another number of rsync daemons"),
    ],
    [
      /^spec\.template\..*(\.image|\.resources\b.*|Probe\b.*|\.(configMap|secret|secretKeyRef)\.\w*[nN]ame)$/,
      () => restarted,
    ],
    [/^spec\.template\.metadata\b/, () => restarted],
    [
      /^spec\.template\b/,
      ({ path }) =>
        review(
          `rsync daemon serves something else, or in another way (${path.replace(/^spec\.template\./, "")})`,
        ),
    ],
  ]);
};

function versionOf(step: Step): string {
  const [before, after] = [step.before, step.after].map((state) =>
    text(state, "spec.template.spec.containers[0].image"),
  );
  return before === after ? "" : ` with ${after ?? ""}`;
}
