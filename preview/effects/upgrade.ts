import { refusedDowngrades } from "../../upgrade/downgrade";
import { rolledFrom, shortVersion, type Rolled } from "../../upgrade/rolled";
import type { ResourceState, Step } from "../step";
import {
  byField,
  group,
  isIn,
  refused,
  restarts,
  review,
  safe,
  text,
  type Effect,
  type Rule,
  type Surroundings,
} from "./effect";

/** The command that takes a snapshot before the controller's pod changes. */
export const upgradeSnapshot: Rule = (step, surroundings) => {
  if (step.operation === "create") return [safe("records what runs; takes no snapshot")];
  if (step.operation === "delete") return [review("no snapshot is taken before the next upgrade")];
  if (step.operation === "replace") return undefined;
  return [
    ...stepsBack(recorded(step.before), recorded(step.after), surroundings),
    ...(rolls(step) ? [snapshot(step)] : []),
    ...byField(step, [
      [
        /^environment\.(POD_HASH|JENKINS_IMAGE|PLUGINS|STACK|ALLOW_DOWNGRADE|HOME_LUN|ATTEMPT|MAINTENANCE)$/,
        () => undefined,
      ],
      [
        /^environment\.SNAPSHOT$/,
        ({ after }) =>
          after === "none"
            ? review("no snapshot is taken before an upgrade any more")
            : safe(`snapshots before upgrades are taken by ${String(after)}`),
      ],
      [/^stdin$/, () => undefined],
    ]),
    ...(rolls(step) ? [] : [safe("records what runs; takes no snapshot")]),
  ];
};

/** The command that waits for the Jenkins that was rolled out. */
export const upgradeCheck: Rule = (step) => {
  if (step.operation === "replace") return undefined;
  if (step.operation === "delete") return [safe("nothing waits for Jenkins after an upgrade")];
  const version = shortVersion(text(step.after, "environment.JENKINS_IMAGE"));
  if (step.operation === "create" || rolls(step))
    return [safe(`waits until Jenkins ${version} answers`)];
  return byField(step, [[/^(environment\.[A-Z_]+|stdin)$/, () => safe("records what runs")]]);
};

function recorded(state: ResourceState | undefined): Rolled {
  return rolledFrom(group(state, "environment"));
}

/** Whether the pod of the controller changes, or did not follow the last time. */
function rolls({ changes }: Step): boolean {
  return changes.some(
    ({ path, after }) =>
      path === "environment.POD_HASH" ||
      (path === "environment.ATTEMPT" && after !== undefined && after !== ""),
  );
}

function snapshot(step: Step): Effect {
  const [from, to] = [step.before, step.after].map((state) =>
    shortVersion(text(state, "environment.JENKINS_IMAGE")),
  );
  return text(step.after, "environment.SNAPSHOT") === "none"
    ? restarts("no snapshot is taken before the restart (upgrades.snapshot)")
    : safe(
        `takes snapshot upgrade-${from ?? ""}-to-${to ?? ""}-… first, then lets the pod restart`,
      );
}

/** A home that a newer version has written is not read by an older one; what the settings permit is no step back. */
export function stepsBack(
  was: Rolled,
  is: Rolled,
  { steps, restoredSnapshot }: Surroundings,
): Effect[] {
  const allowed = steps
    .filter((other) => isIn(other, "UpgradeSnapshot"))
    .map(({ after }) => text(after, "environment.ALLOW_DOWNGRADE"))
    .join("\n");
  return refusedDowngrades(was, is, allowed).map(({ text: downgrade }) =>
    restoredSnapshot === undefined
      ? refused(
          `${downgrade.replace("->", "→")} is a step back that a home does not survive; restore a snapshot, or permit "${downgrade}" in upgrades.allowDowngrade`,
        )
      : review(`${downgrade.replace("->", "→")}, to the snapshot ${restoredSnapshot}`),
  );
}
