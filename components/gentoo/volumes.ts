import { gentooClaims } from "./repository";
import type { GentooSettings, GentooVolume } from "./settings";

/** The volumes of the settings by the names of their claims; a volume that is not asked for is not there. */
export function gentooVolumes(
  settings: Pick<GentooSettings, "repository" | "binaryPackages" | "distfiles" | "compilerCache">,
): Readonly<Record<string, GentooVolume>> {
  return Object.fromEntries(
    (Object.keys(gentooClaims) as (keyof typeof gentooClaims)[]).flatMap((role) => {
      const volume = settings[role];
      return volume === undefined ? [] : [[gentooClaims[role], volume]];
    }),
  );
}
