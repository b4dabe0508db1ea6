import type { Rolled } from "../rolled";
import type { SnapshotWords } from "../snapshot-name";

/** How many snapshots of earlier upgrades are kept; as in `upgrades.retention`. */
export interface Retention {
  readonly count: number;
  readonly days: number;
}

/** The home that something was recorded of. */
export interface RecordedHome {
  readonly at: Date;
  /** LUN that it was on. */
  readonly lun: string;
}

/** What keeps the home as it was before an upgrade. Taking a snapshot twice is taking it once. */
export interface SnapshotTarget {
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
   * Takes the snapshot, or finds the one that an earlier run took, and deletes what the retention no longer keeps.
   *
   * @throws Failure when there is no such snapshot afterwards
   */
  take(words: SnapshotWords, retention: Retention): Promise<void>;
}
