import type { Snapshot } from "../dsm/snapshots";

/** Name this tool signs its snapshots with; the NAS's own schedule signs with `scheduler`. */
export const takenBy = "jenkins-stack";

/** Whether this tool took the snapshot. Others belong to the schedule of the NAS or to a person. */
export function isOurs(snapshot: Pick<Snapshot, "takenBy">): boolean {
  return snapshot.takenBy === takenBy;
}
