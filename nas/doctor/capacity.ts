import { size } from "../output/units";
import type { Wanted } from "../lun/survey";
import { fault, fine, warning, type Finding } from "./finding";
import { lunOf, targetOf, type Inventory } from "./inventory";

/** Checks whether the model has room for the LUNs and targets that are still missing. */
export function lookAtLimits(inventory: Inventory, wanted: readonly Wanted[]): readonly Finding[] {
  const { luns, targets, limits } = inventory;
  const missingLuns = wanted.filter((one) => lunOf(inventory, one) === undefined).length;
  const missingTargets = wanted.filter((one) => targetOf(inventory, one) === undefined).length;
  return [
    room("LUNs", luns.length, missingLuns, limits.luns),
    room("targets", targets.length, missingTargets, limits.targets),
  ];
}

function room(what: string, present: number, missing: number, limit: number | undefined): Finding {
  const check = `limit of ${what}`;
  if (limit === undefined) return fine(check, `${present} ${what}; the NAS names no limit`);
  const found = `${present} of ${limit} ${what}${missing > 0 ? `, ${missing} to be made` : ""}`;
  return present + missing > limit
    ? fault(check, found, `remove ${what} that are no longer needed; nas audit lists candidates`)
    : fine(check, found);
}

/** Checks the volumes that hold the LUNs: kind, health, and space for what the LUNs have not taken yet. */
export function lookAtVolumes(inventory: Inventory, wanted: readonly Wanted[]): readonly Finding[] {
  const paths = [...new Set(wanted.map(({ lun }) => lun.volume))];
  return paths.map((path) =>
    lookAtVolume(
      inventory,
      path,
      wanted.filter(({ lun }) => lun.volume === path),
    ),
  );
}

function lookAtVolume(inventory: Inventory, path: string, wanted: readonly Wanted[]): Finding {
  const check = `volume ${path}`;
  const volume = inventory.volumes.find((one) => one.path === path);
  if (volume === undefined) {
    const paths = inventory.volumes.map((one) => one.path).join(", ") || "none";
    return fault(check, `the NAS has no such volume; it has ${paths}`, "correct lun.volume");
  }
  if (volume.fileSystem !== "btrfs")
    return fault(
      check,
      `file system ${volume.fileSystem}`,
      "choose a btrfs volume: only there are snapshots instant",
    );
  if (volume.status !== "normal" || volume.readOnly)
    return fault(
      check,
      `status ${volume.status}${volume.readOnly ? ", read-only" : ""}`,
      "Storage Manager shows the cause",
    );
  const toMake = wanted.filter((one) => lunOf(inventory, one) === undefined);
  const sum = (of: readonly Wanted[]): number =>
    of
      .map((one) => one.lun.sizeBytes - (lunOf(inventory, one)?.allocatedBytes ?? 0))
      .reduce((total, bytes) => total + Math.max(0, bytes), 0);
  const found = `btrfs, normal, ${size(volume.freeBytes)} free; the LUNs can still take ${size(sum(wanted))}`;
  if (toMake.length > 0 && volume.freeBytes < sum(toMake))
    return fault(check, found, "free space or lower the size: a LUN is made only when it fits");
  return volume.freeBytes < sum(wanted)
    ? warning(
        check,
        found,
        "free space before the LUNs fill up: a full volume breaks the file systems on them",
      )
    : fine(check, found);
}
