import type * as pulumi from "@pulumi/pulumi";

import type { LunArgs, NasArgs } from "./lun-request";
import { SynologyLun } from "./synology-lun";

/**
 * Makes LUNs by name; the name is that of the LUN and of its target on the NAS.
 *
 * @returns the LUN of that name, together with what was said of it
 */
export function synologyLuns<Described extends Omit<LunArgs, "lunName">>(
  luns: Readonly<Record<string, Described>>,
  nas: NasArgs,
  nasPassword: pulumi.Input<string>,
): (lunName: string) => Described & Pick<SynologyLun, "target" | "chap"> {
  const made = new Map(
    Object.entries(luns).map(([lunName, lun]) => {
      const { target, chap } = new SynologyLun(`lun-${lunName}`, {
        nas,
        nasPassword,
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
