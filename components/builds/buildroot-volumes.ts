import type { BuildrootSettings, BuildVolume } from "./settings";

/** Where the volume is mounted, always: its path is baked into everything that is built. */
export const buildrootCachePath = "/var/cache/buildroot";

/** A claim of a storage class, for one node at a time. */
export interface BuildClaim {
  readonly storageClass: string;
  readonly size: string;
  readonly accessMode: "ReadWriteOnce";
}

/** A label with the claim behind it. */
export interface BuildWorkspace {
  /** Name of the claim, of the template and of the label. */
  readonly claimName: string;
  readonly volume: BuildVolume;
}

/** The workspaces of the settings: that of every job, and those of some. */
export function buildrootWorkspaces({
  volume,
  workspaces,
}: Pick<BuildrootSettings, "volume" | "workspaces">): BuildWorkspace[] {
  return [
    { claimName: "buildroot", volume },
    ...Object.entries(workspaces).map(([name, own]) => ({
      claimName: `buildroot-${name}`,
      volume: own,
    })),
  ];
}

/**
 * The volumes of the settings by the names of their claims: LUNs by their names, and what storage classes are asked for.
 *
 * Never NFS: Buildroot's many small files, hard links and times want a file system of the node's own.
 */
export function buildrootVolumes(settings: Pick<BuildrootSettings, "volume" | "workspaces">): {
  readonly luns: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, BuildClaim>>;
} {
  const luns: Record<string, string> = {};
  const folders: Record<string, BuildClaim> = {};
  for (const { claimName, volume } of buildrootWorkspaces(settings)) {
    const { lun, storageClass, size } = volume;
    if (lun !== undefined) luns[claimName] = lun;
    else if (storageClass !== undefined && size !== undefined)
      folders[claimName] = { storageClass, size, accessMode: "ReadWriteOnce" };
  }
  return { luns, folders };
}
