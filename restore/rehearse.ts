import { findHome } from "./home";
import type { FileSystem } from "./file-system";

/** What a rehearsal works with. */
export interface RehearsalWorld {
  /** Clones the snapshot and offers the clone; what an earlier rehearsal has left goes first. */
  readonly offer: () => Promise<void>;
  /** Copies the clone through an initiator, and opens the file system in the copy. */
  readonly open: () => Promise<FileSystem>;
  /** Removes the clone, its target and the copy, or what of them is there. */
  readonly remove: () => Promise<void>;
}

/** What a rehearsal has found. */
export interface Rehearsed {
  readonly jobs: number;
  readonly repaired: string;
}

/**
 * Rehearses a restore without touching the LUN: a clone of the snapshot is read as a node would read it, and has to
 * be a Jenkins home. The clone is removed whatever comes of it.
 *
 * @throws RestoreRefused when it is none; what the removal throws is told with it
 */
export async function rehearse(world: RehearsalWorld): Promise<Rehearsed> {
  let rehearsed: Rehearsed;
  try {
    await world.offer();
    const files = await world.open();
    const { jobs } = await findHome(files);
    rehearsed = { jobs, repaired: files.repaired };
  } catch (error) {
    await removeAfter(error, world);
    throw error;
  }
  await world.remove();
  return rehearsed;
}

/** The first failure says what is wrong with the snapshot, the second one what is left of the rehearsal: both count. */
async function removeAfter(first: unknown, world: RehearsalWorld): Promise<void> {
  try {
    await world.remove();
  } catch (second) {
    if (!(first instanceof Error) || !(second instanceof Error)) throw second;
    first.message += `\n${second.message}\nthe clone of the rehearsal is left; the next rehearsal removes it`;
  }
}
