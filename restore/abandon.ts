import { RestoreRefused } from "./failure";
import { progressKey, progressOf, type Progress } from "./progress";
import type { Condition, World } from "./world";

/** The world as far as giving a restore up goes. */
export type AbandonedWorld = Pick<World, "controller" | "record"> & {
  readonly nas: Pick<World["nas"], "condition">;
};

/**
 * Gives a restore up that was begun: starts the controller where it ran before, and forgets the rest. The NAS is asked
 * whether the LUN is still what it was: a run that was killed could not write down what it had just sent.
 *
 * @param dryRun only says what would be given up
 * @returns what was given up; undefined when there was nothing
 * @throws RestoreRefused when the LUN was set back already, or may be: then it is to be finished
 */
export async function abandon(
  stack: string,
  world: AbandonedWorld,
  dryRun = false,
): Promise<Progress | undefined> {
  const progress = progressOf(await world.record.read());
  if (progress === undefined) return undefined;
  const got =
    progress.restoredAt === undefined
      ? reached(progress, await world.nas.condition())
      : `one that has at ${progress.restoredAt}`;
  if (got !== undefined)
    throw new RestoreRefused(
      `--abandon: expected a restore that has not set the LUN back yet, got ${got}; ` +
        `finish it: npm run restore -- --stack ${stack} --lun ${progress.lun} --snapshot ${progress.name}`,
    );
  if (dryRun) return progress;
  if (progress.starts) await world.controller.scale(1);
  await world.record.write({ [progressKey]: undefined });
  return progress;
}

/** How far the NAS has come beyond what was written down. */
function reached(
  { restoredTime, open }: Progress,
  { restoredTime: now, settled, targets }: Condition,
): string | undefined {
  if (now !== restoredTime) return "a LUN that the NAS has set back";
  if (!settled) return "a LUN that the NAS still works on";
  const closed = targets.filter(({ name, enabled }) => !enabled && open.includes(name));
  const [target] = closed;
  // A revert that is on its way would come under a controller that was started meanwhile.
  return target && `target ${JSON.stringify(target.name)} disabled, the last step before that`;
}
