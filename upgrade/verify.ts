import { downgrades } from "./downgrade";
import { awaitJenkins } from "./jenkins/check";
import type { Report } from "./jenkins/quiet";
import {
  previousRecord,
  readRecord,
  recordOf,
  rolledIn,
  type Environment,
  type UpgradeRecord,
} from "./record";
import type { CheckRequest } from "./request";

/** What a run takes from the outside. */
export interface Verification {
  readonly environment: Environment;
  readonly request: CheckRequest;
  readonly report: Report;
  readonly now: Date;
  /** Milliseconds between two looks. Default 2000. */
  readonly pause?: number;
}

/**
 * What happens after the controller's pod was replaced: Jenkins has to come back, with the version of its image.
 *
 * @returns what the stack's state is to remember
 * @throws Failure with the exact way back
 */
export async function verify({
  environment,
  request,
  report,
  now,
  pause,
}: Verification): Promise<UpgradeRecord> {
  const before = previousRecord(environment);
  const after = recordOf(environment, now);
  const roll = readRecord(request.record);
  // The record of a check that failed is not kept: a roll since then is looked at, even back to the pod of before.
  const seen = before !== undefined && (roll === undefined || roll.at <= before.at);
  if (seen && before.podHash === after.podHash) return before;
  const { jenkins, minutes, message } = request;
  if (environment["MAINTENANCE"] === "true") {
    report("Jenkins is not asked for its version: it is stopped for maintenance");
    return after;
  }
  if ("skipped" in jenkins) {
    report(`Jenkins is not asked for its version: ${jenkins.skipped}`);
    return after;
  }
  const rollback = rollbackLines(environment["STACK"] ?? "", after, roll);
  await awaitJenkins(jenkins, { image: after.image, minutes, message, rollback }, report, pause);
  return after;
}

/** The way back to what ran before, as commands of this project. */
export function rollbackLines(
  stack: string,
  after: UpgradeRecord,
  record: UpgradeRecord | undefined,
): string[] {
  const { snapshot } = record ?? {};
  if (snapshot === undefined)
    return ["there is no snapshot of this program to go back to; look at the pod's log first"];
  const on = `--stack ${stack}`;
  const back = downgrades(rolledIn(after), rolledIn(snapshot.from));
  const image =
    snapshot.from.image === after.image ? [] : [`jenkins.image: ${snapshot.from.image}`];
  const plugins = back.some(({ what }) => what !== "jenkins")
    ? ["the plugin lock of before (git checkout)"]
    : [];
  const settings = [...image, ...plugins].join(", and ");
  return [
    "to go back to what ran before:",
    `  npm run restore -- ${on} --snapshot ${snapshot.name}`,
    `  put the settings back${settings === "" ? "" : `: ${settings}`}`,
    `  npm run up -- ${on} --restore-snapshot ${snapshot.name}`,
  ];
}
