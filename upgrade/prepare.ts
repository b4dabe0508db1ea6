import { Failure } from "../nas/failure";
import { refusedDowngrades, type Downgrade, type Versions } from "./downgrade";
import { lowered, risen } from "./highest";
import { JenkinsClient } from "./jenkins/client";
import { loud, quiet, type Report } from "./jenkins/quiet";
import { rolledIn, writtenBy, type Environment, type UpgradeRecord } from "./record";
import type { UpgradeRequest } from "./request";
import { versionIn } from "./rolled";
import { rollIn } from "./running";
import { snapshotWords } from "./snapshot-name";
import type { SnapshotTarget } from "./targets/target";

/** What a run takes from the outside. */
export interface Preparation {
  /** What is wanted, and what was recorded last. */
  readonly environment: Environment;
  readonly request: UpgradeRequest;
  /** What takes the snapshot, or why nothing does. */
  readonly target: SnapshotTarget | { readonly reason: string };
  readonly report: Report;
  readonly now: Date;
  /** Aborted when the run is asked to end early: Jenkins is then let go on. */
  readonly ended: AbortSignal;
}

/** Name of the variable that says from which snapshot the home was restored: an older Jenkins then belongs on it. */
export const restoredVariable = "JENKINS_STACK_RESTORED_SNAPSHOT";

/**
 * What happens before the controller's pod is replaced: downgrades are refused, Jenkins is made quiet, and the home is kept
 * in a snapshot named after both versions. Whatever fails, nothing was replaced and Jenkins goes on.
 *
 * @returns what the stack's state is to remember
 * @throws Failure
 */
export async function prepare(preparation: Preparation): Promise<UpgradeRecord> {
  const { environment, report, now, target } = preparation;
  const { before, after: wanted, stays } = rollIn(environment, now);
  if (stays !== undefined) {
    report("the pod stays as it is: no snapshot is needed");
    return stays;
  }
  const written = await writtenAfter(preparation, before, wanted);
  const after = {
    ...wanted,
    highest: { ...before?.highest, [wanted.lun]: written },
    ...(before && { before: { ...before, before: undefined } }),
  };
  const client = await clientOf(preparation, before?.lun === after.lun);
  const isQuiet = client !== undefined && (await quieted(preparation, client));
  try {
    preparation.ended.throwIfAborted();
    if ("reason" in target) {
      report(`warning: no snapshot is taken: ${target.reason}`);
      return { ...after, ...(before?.snapshot && { snapshot: before.snapshot }) };
    }
    // A run that was killed before the pod was replaced has left one; minutes later it is not what the home is any more.
    const attempt = target.knowsAges === true ? "" : (after.attempt ?? "");
    const words = snapshotWords({ before, after, attempt });
    const { retention } = preparation.request;
    const taken = await target.take(words, retention, preparation.ended);
    preparation.ended.throwIfAborted();
    const { image = "", plugins = "" } = before ?? {};
    return { ...after, snapshot: { ...taken, from: { image, plugins } } };
  } catch (error) {
    if (isQuiet) await loud(client, report);
    throw error;
  }
}

/**
 * The newest that will have written the home.
 *
 * @throws Failure `refused` unless the settings permit every step back, or the home is from before them
 */
async function writtenAfter(
  { environment, target }: Preparation,
  before: UpgradeRecord | undefined,
  after: UpgradeRecord,
): Promise<Versions> {
  const to = rolledIn(after);
  if (before === undefined) return risen(undefined, to);
  const { [restoredVariable]: snapshot = "", ALLOW_DOWNGRADE: allowed = "" } = environment;
  const from = writtenBy(before, after.lun);
  if (versionIn(after.image) === undefined && after.image !== before.image)
    throw new Failure("refused", untoldText(after.image));
  if (snapshot !== "") {
    const recorded = { at: new Date(before.snapshot?.at ?? before.at), lun: before.lun };
    const known = "reason" in target ? undefined : target.holds?.bind(target);
    if ((await known?.(snapshot, to, recorded)) === true) return risen(undefined, to);
  }
  const refused = refusedDowngrades(from, to, allowed);
  if (refused.length === 0) return risen(lowered(from, to), to);
  throw new Failure("refused", downgradeText(refused, snapshot));
}

/** Whether it is a step back is not known, and neither whether the next one is. */
function untoldText(image: string): string {
  const named = image.replace("@", ":<version>-jdk21@");
  return `jenkins.image: expected a tag with the version beside the digest, got ${JSON.stringify(image)}; write ${named}, so that a step back is seen`;
}

function downgradeText(refused: readonly Downgrade[], snapshot: string): string {
  const claim =
    snapshot === ""
      ? []
      : [
          `--restore-snapshot: expected the home to hold snapshot ${JSON.stringify(snapshot)} of this very image, got a LUN of which the NAS does not know that`,
        ];
  return [
    ...refused.map(
      ({ what, from, to }) =>
        `${what}: expected ${from} or newer, got ${JSON.stringify(to)}; a home that ${from} has written is not read by an older one`,
    ),
    ...claim,
    "restore the snapshot from before the upgrade, or permit it with these lines:",
    "  upgrades.allowDowngrade:",
    ...refused.map(({ text }) => `    - ${text}`),
  ].join("\n");
}

/**
 * The Jenkins to make quiet; nothing where there is none, or nobody is to ask it.
 *
 * @param sameHome whether what runs now would run on this home: nobody has looked at another one
 */
async function clientOf(
  { environment, request, target, report }: Preparation,
  sameHome: boolean,
): Promise<JenkinsClient | undefined> {
  const { jenkins, quietDown } = request;
  if ("skipped" in jenkins) {
    report(`Jenkins is not asked to be quiet: ${jenkins.skipped}`);
    return undefined;
  }
  if (!quietDown.enabled) {
    report("Jenkins is not asked to be quiet: upgrades.quietDown.enabled is false");
    return undefined;
  }
  const used = "reason" in target ? undefined : await target.inUse?.();
  if (sameHome && used === false) {
    report("Jenkins is not asked to be quiet: none runs on the home");
    return undefined;
  }
  if (used === undefined && environment["MAINTENANCE"] === "true") {
    report("Jenkins is not asked to be quiet: it is stopped for maintenance");
    return undefined;
  }
  return new JenkinsClient(jenkins);
}

async function quieted(
  { request, report, ended }: Preparation,
  client: JenkinsClient,
): Promise<boolean> {
  ended.throwIfAborted();
  return await quiet(client, request.quietDown, report, { ended });
}
