import { RestoreRefused } from "./failure";
import { endingOf, type Present, type Wanted } from "./plan";
import { progressKey, progressOf, progressText, type Progress } from "./progress";
import { usedSince } from "./used-since";
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
  /** Whether the LUN was smaller in the snapshot, and was grown again. */
  readonly grown: boolean;
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
  const present = {
    replicas: wanted.isHome ? await controller.replicas() : undefined,
    pods: wanted.isHome ? await controller.pods() : [],
    sessions: await nas.sessions(),
    progress,
  };
  const over = await usedSince(wanted, present, world);
  return { ...present, ...(over !== undefined && { over }) };
}

/**
 * Sets a LUN back to a snapshot (A-26): stops what uses it, keeps the present, reverts, and starts quietly.
 *
 * Every step may be done twice. What a run cannot find out from what it sees, whether the controller was running and what
 * was restored already, it has written down before it goes on; so a run that follows a killed one goes on where that one
 * ended, from any machine.
 *
 * @throws RestoreRefused while something uses the LUN that does not go away, while another restore is under way, and
 *   instead of going on with one that has been used since
 */
export async function restore(wanted: Wanted, world: World): Promise<Restored> {
  const present = await look(wanted, world);
  const ending = endingOf(wanted, present);
  let progress = present.progress ?? (await begin(wanted, present, world));
  if (present.over !== undefined) throw await ended(progress, present.over, world);
  if (progress.restoredAt === undefined) {
    await free(wanted, world);
    const writer = await writerOf(wanted, progress, world);
    const { restoredAt } = await world.nas.revert(wanted.snapshot.uuid, progress.open, writer);
    const generation = wanted.isHome ? await world.controller.generation() : undefined;
    progress = { ...progress, restoredAt, ...(generation !== undefined && { generation }) };
    await world.record.write({ [progressKey]: progressText(progress) });
  }
  const grown = await world.nas.grow();
  if (wanted.isHome) await finish(wanted, ending.starts, world);
  await world.record.write(recorded(progress));
  const kept = wayBack(await world.nas.snapshots(), progress.known).map(({ name }) => name);
  await world.nas.prune([...kept, wanted.snapshot.name]);
  const [before, ...alsoKept] = kept;
  return {
    restoredAt: progress.restoredAt ?? "",
    ...(before !== undefined && { before }),
    alsoKept,
    started: ending.starts && wanted.isHome,
    grown,
  };
}

/**
 * What has written what the LUN holds now. Of a controller that was stopped before nobody knows: it may have been stopped
 * because the LUN was set back to what another Jenkins wrote. Neither what a run that was cut off has put there.
 */
async function writerOf(
  { runs }: Wanted,
  { starts, known }: Progress,
  { nas }: World,
): Promise<string | undefined> {
  return starts && wayBack(await nas.snapshots(), known).length === 0 ? runs : undefined;
}

async function begin(wanted: Wanted, { replicas }: Present, world: World): Promise<Progress> {
  const { restoredTime, targets } = await world.nas.condition();
  const progress = {
    lun: wanted.lun,
    snapshot: wanted.snapshot.uuid,
    name: wanted.snapshot.name,
    starts: (replicas ?? 0) > 0,
    known: keptPresents(await world.nas.snapshots()),
    restoredTime,
    open: targets.filter(({ enabled }) => enabled).map(({ name }) => name),
  };
  await world.record.write({ [progressKey]: progressText(progress) });
  return progress;
}

/** Nothing is under way any more; what was last set back stays known. */
function recorded({ name, lun, restoredAt }: Progress): Record<string, string | undefined> {
  return { [progressKey]: undefined, restored: name, restoredLun: lun, restoredAt };
}

/** What was written since the LUN was set back is neither in the snapshot nor in what was kept before. */
async function ended(progress: Progress, why: string, world: World): Promise<RestoreRefused> {
  const [before] = wayBack(await world.nas.snapshots(), progress.known);
  await world.record.write(recorded(progress));
  return new RestoreRefused(
    `--snapshot: expected a restore that nobody has used since, got one of ${progress.restoredAt ?? ""}: ${why}; it counts as ended now` +
      `${before === undefined ? "" : ` (what LUN ${progress.lun} held before it is in snapshot ${before.name})`}; ` +
      "nothing was done to the LUN: to set it back once more, run the same command again",
  );
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
