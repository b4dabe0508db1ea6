import { orUnreached } from "../doctor/portals";
import { listLuns } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { snapshotsOf } from "../dsm/snapshots";
import { readLimits } from "../dsm/system";
import { listTargets } from "../dsm/targets";
import { Failure } from "../failure";
import { portalText, type Portal } from "../iscsi/address";
import { discoverTargets, type DiscoveredTarget } from "../iscsi/discovery";
import { maps, type Report, type Wanted } from "../lun/survey";
import { compare, type Difference } from "./compare";

/**
 * Compares what the NAS has now with what the requests say, and changes nothing. Pulumi cannot do this: a command has no
 * refresh, so what is changed by hand in SAN Manager stays unseen until the next change here.
 *
 * @param portal asked for what it announces; undefined = not asked
 * @returns every difference, in the order of the requests
 */
export async function findDrift(
  session: Session,
  wanted: readonly Wanted[],
  portal: Portal | undefined,
  report: Report,
): Promise<readonly Difference[]> {
  const luns = await listLuns(session);
  const targets = await listTargets(session);
  const { snapshotsPerLun } = await readLimits(session);
  const announced = portal && (await askPortal(portal, session.patience.answer));
  if (portal !== undefined && announced === undefined)
    report(`${portalText(portal)} is not reached from this machine: nas.portal is not compared`);
  const found: Difference[] = [];
  for (const one of wanted) {
    const lun = luns.find(({ name }) => name === one.lun.name);
    const snapshots = lun === undefined ? [] : await snapshotsOf(session, lun.uuid);
    const { name, iqn } = one.target;
    const live = {
      lun,
      targets: targets.filter((target) => target.name === name || target.iqn === iqn),
      mappedTo: targets.filter((target) => lun !== undefined && maps(target, lun)),
      snapshots: snapshots.length,
      snapshotLimit: snapshotsPerLun,
      portals: Array.isArray(announced) ? portalsOf(announced, iqn) : undefined,
      portalFault: typeof announced === "string" ? announced : undefined,
    };
    found.push(...compare(one, live, portal));
  }
  return found;
}

/**
 * What the portal announces, or in words what is there instead of an iSCSI target: a difference like any other, beside
 * which the rest is still worth knowing. Undefined when this machine does not reach it.
 */
async function askPortal(
  portal: Portal,
  milliseconds: number,
): Promise<DiscoveredTarget[] | string | undefined> {
  try {
    const targets = await orUnreached(() => discoverTargets(portal, milliseconds));
    return targets && [...targets];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return /, got ([^;]+)/.exec(error.message)?.[1] ?? error.message;
  }
}

function portalsOf(announced: readonly DiscoveredTarget[], iqn: string): readonly Portal[] {
  return announced.filter((target) => target.iqn === iqn).flatMap(({ portals }) => portals);
}
