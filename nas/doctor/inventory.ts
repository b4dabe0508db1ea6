import { listHosts, type Host } from "../dsm/hosts";
import { listLuns, type Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { readLimits, type Limits } from "../dsm/system";
import { listTargets, type Target } from "../dsm/targets";
import { listVolumes, type Volume } from "../dsm/volumes";
import type { Wanted } from "../lun/survey";

/** What a NAS holds of the things that LUNs need. */
export interface Inventory {
  readonly luns: readonly Lun[];
  readonly targets: readonly Target[];
  readonly volumes: readonly Volume[];
  readonly hosts: readonly Host[];
  readonly limits: Limits;
}

/** Reads it all once, so that every check speaks of the same moment. */
export async function takeInventory(session: Session): Promise<Inventory> {
  return {
    luns: await listLuns(session),
    targets: await listTargets(session),
    volumes: await listVolumes(session),
    hosts: await listHosts(session),
    limits: await readLimits(session),
  };
}

/** The LUN of a request, by its exact name. */
export function lunOf({ luns }: Pick<Inventory, "luns">, { lun }: Wanted): Lun | undefined {
  return luns.find(({ name }) => name === lun.name);
}

/** The target of a request, by its IQN: that is what nodes log in to. */
export function targetOf(
  { targets }: Pick<Inventory, "targets">,
  { target }: Wanted,
): Target | undefined {
  return targets.find(({ iqn }) => iqn === target.iqn);
}
