import type { Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { readLimits } from "../dsm/system";
import { findVolume, type Volume } from "../dsm/volumes";
import { Failure } from "../failure";
import type { Survey, Wanted } from "./survey";

/** DSM makes no new LUN on a volume with less free than this. */
const leastFree = 1024 ** 3;

/** States in which a volume takes no writes; others, such as degraded, are a warning of Storage Manager's. */
const unusable: ReadonlySet<string> = new Set(["crashed", "read_only", "deleting"]);

/**
 * Refuses a volume on which the LUN must not be made or grown. A thin LUN takes its space as it fills, and a full volume
 * breaks the file system inside: so what the LUN has not taken yet must be free now.
 *
 * @param existing the LUN before it grows; undefined for a new one
 * @throws Failure `refused` naming what the volume lacks
 */
export async function requireSpace(
  session: Session,
  { lun }: Pick<Wanted, "lun">,
  existing: Lun | undefined,
): Promise<void> {
  const volume = await requireVolume(session, lun.volume);
  if (volume.fileSystem !== "btrfs")
    throw refused(
      "a btrfs volume",
      `${JSON.stringify(lun.volume)} with ${volume.fileSystem}`,
      "LUNs on it would have no instant snapshots",
    );
  if (volume.status !== "normal") throw unfit(volume, "in status normal");
  const needed = Math.max(leastFree, lun.sizeBytes - (existing?.allocatedBytes ?? 0));
  requireFree(volume, needed, "free space or lower lun.sizeBytes");
}

/**
 * Refuses a snapshot or a clone on a volume that is nearly full. Both take nothing at first and then a block for each
 * one that is overwritten, so nobody can say what they need: the floor is what DSM itself wants for a new LUN. A volume
 * that is merely not at its best, such as one being repaired, is no reason to go without a snapshot.
 *
 * @returns a warning when the LUN could not be rewritten as a whole beside the snapshot
 * @throws Failure `refused` naming what the volume lacks
 */
export async function requireSharedSpace(
  session: Session,
  { volume, allocatedBytes, name }: Lun,
): Promise<string | undefined> {
  const found = await requireVolume(session, volume);
  if (unusable.has(found.status)) throw unfit(found, "that can be written");
  requireFree(found, leastFree, "free space");
  const { freeBytes } = found;
  return freeBytes >= allocatedBytes
    ? undefined
    : `warning: ${volume} has ${gibibytes(freeBytes)} free and LUN ${name} holds ${gibibytes(allocatedBytes)}: ` +
        "rewriting all of it would fill the volume and break its file system";
}

async function requireVolume(session: Session, path: string): Promise<Volume> {
  const volume = await findVolume(session, path);
  if (volume === undefined)
    throw refused("a volume of the NAS", JSON.stringify(path), "Storage Manager lists the volumes");
  if (volume.readOnly) throw unfit(volume, "in status normal");
  return volume;
}

function requireFree({ path, freeBytes }: Volume, needed: number, advice: string): void {
  if (freeBytes >= needed) return;
  throw refused(
    `${needed} bytes free (${gibibytes(needed)})`,
    `${JSON.stringify(path)} with ${freeBytes} (${gibibytes(freeBytes)})`,
    `${gibibytes(needed - freeBytes)} are missing; ${advice}`,
  );
}

function unfit({ path, status, readOnly }: Volume, wanted: string): Failure {
  return refused(
    `a volume ${wanted}`,
    `${JSON.stringify(path)} in status ${status}${readOnly ? ", read-only" : ""}`,
    "Storage Manager shows the cause",
  );
}

function refused(expected: string, got: string, advice: string): Failure {
  return new Failure("refused", `lun.volume: expected ${expected}, got ${got}; ${advice}`);
}

/**
 * Refuses to start what the NAS model has no room for: half of it would be made before DSM says so.
 *
 * @param found what the NAS has; only what is missing needs room
 * @throws Failure `refused` with every limit that is reached
 */
export async function requireRoom(
  session: Session,
  { lun, target, counts }: Pick<Survey, "lun" | "target" | "counts">,
): Promise<void> {
  if (lun !== undefined && target !== undefined) return;
  const limits = await readLimits(session);
  const lines = [
    ...(lun === undefined ? reached("LUN", counts.luns, limits.luns) : []),
    ...(target === undefined ? reached("target", counts.targets, limits.targets) : []),
  ];
  if (lines.length > 0) throw new Failure("refused", lines.join("\n"));
}

function reached(what: string, count: number, limit: number | undefined): string[] {
  return limit === undefined || count < limit
    ? []
    : [
        `NAS: expected room for one more ${what}, got ${count} where the model allows ${limit}; ` +
          `remove a ${what} that is no longer needed in SAN Manager`,
      ];
}

/** Size for people, with at most one decimal. */
export function gibibytes(bytes: number): string {
  return `${Math.round((10 * bytes) / 1024 ** 3) / 10} GiB`;
}
