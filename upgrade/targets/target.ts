import type { Rolled } from "../rolled";
import type { SnapshotWords } from "../snapshot-name";

/** How many snapshots of earlier upgrades are kept; as in `upgrades.retention`. */
export interface Retention {
  readonly count: number;
  readonly days: number;
}

/** What a target has taken. */
export interface TakenSnapshot {
  /** Its name: the wanted one, or with a number where that one is too old to be of this deployment. */
  readonly name: string;
  /** When it was taken, by the clock of the storage, where that tells; RFC 3339, UTC. */
  readonly at?: string;
}

/** The home that something was recorded of. */
export interface RecordedHome {
  /** By the clock of the storage where a snapshot was taken then, else by that of the machine that deployed. */
  readonly at: Date;
  /** LUN that it was on. */
  readonly lun: string;
}

/** What keeps the home as it was before an upgrade. Taking a snapshot again soon is taking it once. */
export interface SnapshotTarget {
  /**
   * Whether it tells a snapshot of just now from an older one of the same name, and then takes another. Where it cannot,
   * every attempt to replace the pod has a name of its own.
   */
  readonly knowsAges?: boolean;
  /**
   * Whether a Jenkins runs on the home, where the target can tell; absent where it cannot.
   *
   * @throws Failure
   */
  inUse?(): Promise<boolean>;
  /**
   * Whether the home holds a snapshot from before the Jenkins that is wanted now, since something else was recorded: it was
   * set back to it, or is a clone of it beside the home of then.
   *
   * @throws Failure
   */
  holds?(snapshot: string, wanted: Rolled, recorded: RecordedHome): Promise<boolean>;
  /**
   * Takes the snapshot, or finds the one that a run took which was killed just now, and deletes what the retention no
   * longer keeps.
   *
   * @param ended ends the waiting; its reason is then thrown
   * @throws Failure when there is no such snapshot afterwards
   */
  take(words: SnapshotWords, retention: Retention, ended?: AbortSignal): Promise<TakenSnapshot>;
}
