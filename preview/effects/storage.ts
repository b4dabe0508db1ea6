import { secret, unknown } from "../hidden";
import type { Change, Step } from "../step";
import {
  arrow,
  byField,
  group,
  isIn,
  kindOf,
  objectName,
  refused,
  review,
  safe,
  text,
  type Effect,
  type Rule,
  type Surroundings,
} from "./effect";
import { compareQuantities } from "./quantity";

/** A volume: what a node attaches. */
export const persistentVolume: Rule = (step, surroundings) => {
  const { operation } = step;
  const shared = sharedWith(step, surroundings);
  if (shared !== undefined)
    return [
      refused(`volume leads to the LUN of volume ${shared}: two writers destroy its file system`),
    ];
  if (operation === "create" || operation === "import")
    return [safe("new volume; nothing on the NAS is formatted or erased")];
  if (operation === "delete")
    return [review("volume would be removed from the cluster; what is on the NAS stays (Retain)")];
  if (operation === "replace")
    return [review("volume would be replaced: no pod may use it meanwhile")];
  return byField(step, [
    [/^spec\.capacity\.storage$/, capacity],
    [/^spec\.persistentVolumeReclaimPolicy$/, reclaimPolicy],
    [/^spec\.nodeAffinity\b/, () => review("other nodes may attach the volume")],
    [/^spec\.claimRef\b/, () => review("the volume is reserved for another claim")],
  ]);
};

/** Another volume that leads to the same LUN. */
function sharedWith(step: Step, { steps }: Surroundings): string | undefined {
  const target = targetOf(step);
  if (target === undefined || step.operation === "delete") return undefined;
  const other = steps.find(
    (one) =>
      one.type === step.type &&
      one.urn !== step.urn &&
      one.operation !== "delete" &&
      targetOf(one) === target,
  );
  return other === undefined ? undefined : objectName(other);
}

/** The LUN, by the name that the NAS gives its target: that is the same through every portal. */
function targetOf({ after }: Step): string | undefined {
  const iqn = text(after, "spec.iscsi.iqn");
  const { lun } = group(after, "spec.iscsi");
  return iqn === "" || iqn === unknown || iqn === secret ? undefined : `${iqn} ${String(lun)}`;
}

function capacity({ before, after }: Change): Effect {
  const grown = compareQuantities(after, before);
  if (grown === undefined) return review(`capacity ${arrow(before, after)}`);
  return grown < 0
    ? refused(`volume would shrink (${arrow(before, after)}): that cuts its file system off`)
    : safe(`volume states its new size (${arrow(before, after)})`);
}

function reclaimPolicy({ after }: Change): Effect {
  return after === "Retain"
    ? safe("the data stays when the claim goes (Retain)")
    : refused(`the data would go with the claim (${String(after)})`);
}

/** A claim: what a pod mounts. */
export const persistentVolumeClaim: Rule = (step) => {
  const { operation } = step;
  const name = objectName(step);
  if (operation === "create" || operation === "import") return [safe(`new claim ${name}`)];
  if (operation === "delete") return [review(`claim ${name} would be removed; its volume stays`)];
  if (operation === "replace") return [review("claim would be replaced: pods lose it meanwhile")];
  return byField(step, [
    [
      /^spec\.resources\.requests\.storage$/,
      ({ before, after }) =>
        (compareQuantities(after, before) ?? -1) > 0
          ? safe(`claim asks for more (${arrow(before, after)})`)
          : refused(`claim would shrink (${arrow(before, after)}), which Kubernetes refuses`),
    ],
  ]);
};

/** What the API server itself refuses about a volume. */
export const volumeGuard: Rule = (step) => {
  if (step.operation === "create") return [safe("the API server refuses what would lose data")];
  if (isIn(step, "VolumeMigration") && step.operation === "delete")
    return [safe("the old claim is no longer guarded against deletion")];
  return [review(`the guard of a volume changes: ${kindOf(step)} ${objectName(step)}`)];
};

/** A field of a volume that somebody else made: its reclaim policy. */
export const volumePatch: Rule = (step) => {
  if (step.operation === "delete") return [safe("the old volume stays as it is (Retain)")];
  return text(step.after, "spec.persistentVolumeReclaimPolicy") === "Retain"
    ? [safe("the old volume keeps its data whatever becomes of its claim (Retain)")]
    : undefined;
};
