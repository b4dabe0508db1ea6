import { expected, readable, refuse, type Finding } from "../internal/arguments";
import { parseCronSchedule } from "../internal/cron-schedule";
import { parseImage } from "../internal/image";
import {
  egressFindings,
  networkListFindings,
  portFindings,
  someNetwork,
} from "../internal/network-egress";
import { containerNeeds, needText, podNeeds, withDefaults } from "../internal/pod-needs";
import { parseQuantity } from "../internal/quantity";
import { cleanUpPods } from "./clean-up";
import { containerFindings } from "./container-limits";
import type { JobBoundariesArgs } from "./job-boundaries";
import { beyond, bounds, boundsInForce, boundText, derivedBounds, type Bounds } from "./quota";
import type { CleanUpSettings, ContainerSettings, QuotaSettings } from "./settings";

/**
 * Refuses boundaries within which some agent could never start.
 *
 * @returns the bounds of the quota, and warnings where agents wait for each other within them
 */
export function checkBoundaries(
  name: string,
  args: JobBoundariesArgs,
): { readonly limits: Bounds; readonly warnings: readonly string[] } {
  refuse("JobBoundaries", name, [
    ...quotaFindings(args.quota),
    ...usualFindings(args.containers),
    ...networkFindings(args),
    ...cleanUpFindings(args.cleanUp),
    expected(
      Number.isInteger(args.containerCap) && args.containerCap > 0,
      "containerCap",
      "a whole number above 0",
      args.containerCap,
    ),
  ]);
  // Compared with each other once each is fine by itself.
  const stackPods = { ...args.stackPods, ...cleanUpPods(args.cleanUp) };
  const derived = derivedBounds({ ...args, stackPods });
  const limits = boundsInForce(derived, args.quota);
  refuse("JobBoundaries", name, [
    ...containerFindings(args.containers, args.templates),
    ...(args.quota.enabled ? tooLarge(args, limits) : []),
  ]);
  return { limits, warnings: args.quota.enabled ? tight(args.quota, derived, limits) : [] };
}

function quotaFindings(quota: QuotaSettings): Finding[] {
  return bounds.map((bound) => {
    const value = quota[bound];
    if (value === undefined) return undefined;
    if (typeof value === "string") return readable(`quota.${bound}`, parseQuantity, value);
    return expected(
      Number.isInteger(value) && value >= 0,
      `quota.${bound}`,
      "a whole number",
      value,
    );
  });
}

function usualFindings({ usual, most }: ContainerSettings): Finding[] {
  const texts = [
    ...Object.entries(usual).map(([key, value]) => [`containers.usual.${key}`, value] as const),
    ...Object.entries(most).map(([key, value]) => [`containers.most.${key}`, value] as const),
  ];
  const unreadable = texts.map(([path, value]) => readable(path, parseQuantity, value as string));
  if (unreadable.some((finding) => finding !== undefined)) return unreadable;
  const needs = containerNeeds(usual);
  return (["cpu", "memory", "ephemeralStorage"] as const).map((resource) =>
    expected(
      needs[`${resource}Requests`] <= needs[`${resource}Limits`],
      `containers.usual.${resource}Request`,
      `at most the limit ${needText(`${resource}Limits`, needs[`${resource}Limits`])}`,
      usual[`${resource}Request`],
    ),
  );
}

function networkFindings({
  network,
  apiServer,
  sourceHosts,
  open,
  reach,
}: JobBoundariesArgs): Finding[] {
  return [
    ...(network.internetPorts.length === 0
      ? []
      : [portFindings("network.internetPorts", network.internetPorts)]),
    ...networkListFindings("network.ownNetworks", network.ownNetworks),
    ...egressFindings("network.egress", network.egress),
    ...egressFindings("sourceHosts", sourceHosts),
    someNetwork("apiServer", apiServer),
    ...networkListFindings("apiServer", apiServer),
    ...Object.entries(open ?? {}).flatMap(([name, { ports, networks }]) => [
      portFindings(`open.${name}.ports`, ports),
      someNetwork(`open.${name}.networks`, networks),
      ...networkListFindings(`open.${name}.networks`, networks),
    ]),
    ...Object.entries(reach ?? {}).flatMap(([name, { ports, networks }]) => [
      portFindings(`reach.${name}.ports`, ports),
      ...(networks === undefined
        ? []
        : [
            someNetwork(`reach.${name}.networks`, networks),
            ...networkListFindings(`reach.${name}.networks`, networks),
          ]),
    ]),
  ];
}

function cleanUpFindings({ enabled, image, schedule, ...hours }: CleanUpSettings): Finding[] {
  return [
    expected(!enabled || image !== undefined, "cleanUp.image", "an image with kubectl", undefined),
    image === undefined ? undefined : readable("cleanUp.image", parseImage, image),
    readable("cleanUp.schedule", parseCronSchedule, schedule),
    expected(
      hours.runningHours >= hours.finishedHours,
      "cleanUp.runningHours",
      `at least finishedHours (${hours.finishedHours})`,
      hours.runningHours,
    ),
  ];
}

/** Templates of which not even one pod is ever admitted. */
function tooLarge({ quota, containers, ...args }: JobBoundariesArgs, limits: Bounds): Finding[] {
  const templates = withDefaults(args.templates, args.defaultsTemplate);
  return templates.flatMap((template) => {
    const needs = podNeeds(template, templates, containers.usual);
    return beyond(needs, limits).map((key) =>
      expected(
        false,
        `quota.${key}`,
        `at least ${needText(key, needs[key])}, what one pod of the template ${template.name} takes`,
        quota[key],
      ),
    );
  });
}

/** Bounds that the settings draw below what the agents may take together. */
function tight(quota: QuotaSettings, derived: Bounds, limits: Bounds): string[] {
  return bounds
    .filter((bound) => quota[bound] !== undefined && limits[bound] < derived[bound])
    .map(
      (bound) =>
        `quota.${bound}: ${boundText(bound, limits[bound])} is less than the ${boundText(bound, derived[bound])} that all agents at once may take; builds wait for each other, or lower the cap`,
    );
}
