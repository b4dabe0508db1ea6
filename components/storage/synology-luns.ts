import type { LunArgs } from "./lun-request";
import { SynologyLun, type SynologyLunArgs } from "./synology-lun";

/**
 * Makes LUNs by name; the name is that of the LUN and of its target on the NAS.
 *
 * @returns the LUN of that name, together with what was said of it
 */
export function synologyLuns<Described extends Omit<LunArgs, "lunName">>(
  luns: Readonly<Record<string, Described>>,
  nas: Omit<SynologyLunArgs, "lun">,
): (lunName: string) => Described & Pick<SynologyLun, "target" | "chap"> {
  const made = new Map(
    Object.entries(luns).map(([lunName, lun]) => {
      const { target, chap } = new SynologyLun(`lun-${lunName}`, {
        ...nas,
        lun: { ...lun, lunName },
      });
      return [lunName, { ...lun, target, chap }];
    }),
  );
  return (lunName) => {
    const lun = made.get(lunName);
    if (lun === undefined) throw new Error(`no LUN is called ${JSON.stringify(lunName)}`);
    return lun;
  };
}
