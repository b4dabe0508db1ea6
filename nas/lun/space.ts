import type { Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { findVolume } from "../dsm/volumes";
import { Failure } from "../failure";
import type { Wanted } from "./survey";

/**
 * Refuses a volume on which the LUN must not be made or grown. A thin LUN takes its space as it fills, and a full volume
 * breaks the file system inside: so what the LUN has not taken yet must be free now.
 *
 * @param existing the LUN before it grows; undefined for a new one
 * @throws Failure `refused` naming what the volume lacks
 */
export async function requireSpace(
  session: Session,
  { lun }: Wanted,
  existing: Lun | undefined,
): Promise<void> {
  const volume = await findVolume(session, lun.volume);
  const fail = (expected: string, got: string, advice: string): Failure =>
    new Failure("refused", `lun.volume: expected ${expected}, got ${got}; ${advice}`);
  const path = JSON.stringify(lun.volume);
  if (volume === undefined)
    throw fail("a volume of the NAS", path, "Storage Manager lists the volumes");
  if (volume.fileSystem !== "btrfs")
    throw fail(
      "a btrfs volume",
      `${path} with ${volume.fileSystem}`,
      "LUNs on it would have no instant snapshots",
    );
  if (volume.status !== "normal" || volume.readOnly)
    throw fail(
      "a volume in status normal",
      `${path} in status ${volume.status}${volume.readOnly ? ", read-only" : ""}`,
      "Storage Manager shows the cause",
    );
  const needed = lun.sizeBytes - (existing?.allocatedBytes ?? 0);
  if (volume.freeBytes < needed)
    throw fail(
      `${needed} bytes free (${gibibytes(needed)})`,
      `${path} with ${volume.freeBytes} (${gibibytes(volume.freeBytes)})`,
      `${gibibytes(needed - volume.freeBytes)} are missing; free space or lower lun.sizeBytes`,
    );
}

/** Size for people, with at most one decimal. */
export function gibibytes(bytes: number): string {
  return `${Math.round((10 * bytes) / 1024 ** 3) / 10} GiB`;
}
