import type { ListedSnapshot, SnapshotListing } from "../snapshot/list";
import type { Pruned } from "../snapshot/prune";
import type { Paint } from "./colours";
import { facts, table } from "./table";
import { age, moment } from "./units";

/**
 * Every snapshot of a LUN.
 *
 * @param now in milliseconds since 1970
 */
export function listingText(
  paint: Paint,
  { lun, snapshots }: SnapshotListing,
  now: number,
): string {
  if (snapshots.length === 0) return `LUN ${lun.name} has no snapshot`;
  return table(
    paint,
    ["snapshot", "taken", "age", "by", "locked", "status", "description"],
    snapshots.map((snapshot) => [
      snapshot.name,
      moment(seconds(snapshot)),
      age(now / 1000 - seconds(snapshot)),
      snapshot.ours ? snapshot.takenBy : paint("faint", snapshot.takenBy),
      snapshot.locked ? "locked" : "",
      snapshot.status === "Healthy" ? snapshot.status : paint("bad", snapshot.status),
      snapshot.description,
    ]),
  );
}

/** One snapshot that was just taken, or was there already. */
export function snapshotText(paint: Paint, lunName: string, snapshot: ListedSnapshot): string {
  return facts(paint, [
    ["LUN", lunName],
    ["snapshot", `${snapshot.name}, ${snapshot.uuid}`],
    ["taken", `${moment(seconds(snapshot))}${snapshot.locked ? ", locked" : ""}`],
    ["description", snapshot.description],
  ]);
}

/** What pruning removed and what it left. */
export function prunedText(
  paint: Paint,
  { lun, deleted, kept, locked, foreign, dryRun }: Pruned,
): string {
  const names = (some: readonly string[]): string => some.join(", ") || "none";
  return facts(paint, [
    ["LUN", lun.name],
    [dryRun ? "would delete" : "deleted", names(deleted)],
    ["kept", names(kept)],
    [
      "locked",
      locked.length === 0
        ? "none"
        : `${locked.length} of these; unlock in SAN Manager > Snapshot what may go`,
    ],
    ["not ours", names(foreign)],
  ]);
}

function seconds({ createdAt }: ListedSnapshot): number {
  return Date.parse(createdAt) / 1000;
}
