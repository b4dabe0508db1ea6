import { RestoreRefused } from "./failure";
import { endingOf, type Present, type Wanted } from "./plan";
import { progressKey, progressOf, progressText, type Progress } from "./progress";
import { keptPresents, wayBack } from "./way-back";
import type { World } from "./world";

/** What a restore has come to. */
export interface Restored {
  readonly restoredAt: string;
  /** Snapshot that holds what the LUN held before; absent when somebody has deleted it meanwhile. */
  readonly before?: string;
  /** Snapshots that a repeated run took as well, because nobody can tell what was written since the run that was cut off. */
  readonly alsoKept: readonly string[];
  readonly started: boolean;
}

/**
 * Looks at what there is.
 *
 * @throws RestoreRefused while another restore is under way
 */
export async function look(wanted: Wanted, world: World): Promise<Present> {
  const progress = progressOf(await world.record.read());
  const { lun, snapshot, stack } = wanted;
  if (progress !== undefined && (progress.lun !== lun || progress.snapshot !== snapshot.uuid))
    throw new RestoreRefused(
      `--snapshot: expected ${JSON.stringify(progress.name)} of LUN ${JSON.stringify(progress.lun)}, whose restore was begun, got ${JSON.stringify(snapshot.name)}; ` +
        `finish it: npm run restore -- --stack ${stack} --snapshot ${progress.name}, or give it up: npm run restore -- --stack ${stack} --abandon`,
    );
  const { controller, nas } = world;
  return {
    replicas: wanted.isHome ? await controller.replicas() : undefined,
    pods: wanted.isHome ? await controller.pods() : [],
    sessions: await nas.sessions(),
    progress,
  };
}

/**
 * Sets a LUN back to a snapshot: stops what uses it, keeps the present, reverts, and starts quietly.
 *
 * Every step may be done twice. What a run cannot find out from what it sees, whether the controller was running and what
 * was restored already, it has written down before it goes on; so a run that follows a killed one goes on where that one
 * ended, from any machine.
 *
 * @throws RestoreRefused while something uses the LUN that does not go away, and while another restore is under way
 */
export async function restore(wanted: Wanted, world: World): Promise<Restored> {
  const present = await look(wanted, world);
  const ending = endingOf(wanted, present);
  let progress = present.progress ?? (await begin(wanted, present, world));
  if (progress.restoredAt === undefined) {
    await free(wanted, world);
    const { restoredAt } = await world.nas.revert(wanted.snapshot.uuid);
    progress = { ...progress, restoredAt };
    await world.record.write({ [progressKey]: progressText(progress) });
  }
  if (wanted.isHome) await finish(wanted, ending.starts, world);
  const { restoredAt = "" } = progress;
  await world.record.write({
    [progressKey]: undefined,
    restored: wanted.snapshot.name,
    restoredLun: wanted.lun,
    restoredAt,
  });
  const [before, ...alsoKept] = wayBack(await world.nas.snapshots(), progress.known);
  return {
    restoredAt,
    ...(before !== undefined && { before: before.name }),
    alsoKept: alsoKept.map(({ name }) => name),
    started: ending.starts && wanted.isHome,
  };
}

/**
 * Gives a restore up that was begun: starts the controller where it ran before, and forgets the rest.
 *
 * @returns what was given up; undefined when there was nothing
 * @throws RestoreRefused when the LUN was set back already: then it is to be finished
 */
export async function abandon(stack: string, world: World): Promise<Progress | undefined> {
  const progress = progressOf(await world.record.read());
  if (progress === undefined) return undefined;
  if (progress.restoredAt !== undefined)
    throw new RestoreRefused(
      `--abandon: expected a restore that has not set the LUN back yet, got one that has at ${progress.restoredAt}; ` +
        `finish it: npm run restore -- --stack ${stack} --snapshot ${progress.name}`,
    );
  if (progress.starts) await world.controller.scale(1);
  await world.record.write({ [progressKey]: undefined });
  return progress;
}

async function begin(wanted: Wanted, { replicas }: Present, world: World): Promise<Progress> {
  const progress = {
    lun: wanted.lun,
    snapshot: wanted.snapshot.uuid,
    name: wanted.snapshot.name,
    starts: (replicas ?? 0) > 0,
    known: keptPresents(await world.nas.snapshots()),
  };
  await world.record.write({ [progressKey]: progressText(progress) });
  return progress;
}

async function free({ isHome, stack }: Wanted, world: World): Promise<void> {
  const { controller, nas, report } = world;
  if (isHome && ((await controller.replicas()) ?? 0) > 0) {
    await controller.scale(0);
    report("stopped the controller");
  }
  for (;;) {
    const pods = isHome ? await controller.pods() : [];
    const sessions = await nas.sessions();
    if (pods.length === 0 && sessions.length === 0) return;
    const users = [...pods, ...sessions.map(({ iqn, address }) => `${iqn} from ${address}`)];
    if (!(await world.pause()))
      throw new RestoreRefused(
        `LUN: expected nobody to use it any more, got ${users.join(", ")}; when they are gone, run the same command again` +
          (pods.length === 0
            ? ""
            : `; a pod on a node that is dead goes away with npm run failover -- --stack ${stack} --node <node>`),
      );
  }
}

/** One that is left stopped is started by somebody later, and then the same builds would begin. */
async function finish(
  { snapshot }: Wanted,
  starts: boolean,
  { controller, report }: World,
): Promise<void> {
  await controller.startQuietly(`restored to snapshot ${snapshot.name}`);
  if (!starts) return;
  await controller.scale(1);
  report("started the controller quietly");
}
