import { listLuns, type Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { copySnapshot, type Snapshot } from "../dsm/snapshots";
import { listTargets } from "../dsm/targets";
import { Failure } from "../failure";
import { copyTime, settled, written } from "../lun/confirmed";
import { difference } from "../lun/differences";
import { lunNamed } from "../lun/find";
import { worldWideId } from "../lun/identity";
import { markedDescription, ownerOf } from "../lun/owner";
import { requireRoom, requireSharedSpace } from "../lun/space";
import { maps, type Report } from "../lun/survey";
import { requireSnapshot } from "./find";

/** A clone that is wanted. */
export interface WantedClone {
  /** Name or uuid of a snapshot of the LUN. */
  readonly snapshot: string;
  /** Name of the new LUN. */
  readonly cloneName: string;
  /** IQN of the target that is to offer it. Default: none is known yet. */
  readonly iqn?: string;
}

/** What a clone comes to. */
export interface Cloned {
  readonly lun: { readonly name: string; readonly uuid: string; readonly sizeBytes: number };
  readonly source: { readonly name: string; readonly uuid: string };
  readonly snapshot: { readonly name: string; readonly uuid: string };
  /** SCSI serial and world-wide id of the clone: not those of the source. */
  readonly serial: string;
  readonly wwid: string;
  /** True when an earlier run made it. */
  readonly existed: boolean;
}

/**
 * Makes a new LUN with the content of a snapshot: the way to rehearse a restore without touching the live LUN. It
 * is mapped to no target; its description carries the mark of the source, so that `lun delete` and `audit` know it.
 *
 * A LUN of the wanted name that is a clone of this snapshot is the one wanted; any other one is refused.
 *
 * @param iqn target that is to offer the clone: its mark takes the place of the source's, so that `lun ensure` of that
 *   target adopts the clone. Default: the mark of the source
 * @throws Failure `refused` when the name is taken, and when NAS or volume have no room
 */
export async function cloneSnapshot(
  session: Session,
  lunName: string,
  { snapshot: wanted, cloneName, iqn }: WantedClone,
  report: Report,
): Promise<Cloned> {
  if (!/^[A-Za-z0-9.:-]{1,128}$/.test(cloneName))
    throw new Failure(
      "request",
      `clone name: expected 1 to 128 of A-Z a-z 0-9 . : - (DSM refuses others, also _), got ${JSON.stringify(cloneName)}`,
    );
  const luns = await listLuns(session);
  const lun = lunNamed(luns, lunName);
  const targets = await listTargets(session);
  const snapshot = await requireSnapshot(session, lun, wanted);
  const owner = iqn ?? ownerOf(lun.description) ?? targets.find((target) => maps(target, lun))?.iqn;
  const description = descriptionOf(lun, snapshot, owner);
  const existing = luns.find(({ name }) => name === cloneName);
  if (existing === undefined) {
    const counts = { luns: luns.length, targets: targets.length };
    await requireRoom(session, { lun: undefined, target: targets[0], counts });
    const warning = await requireSharedSpace(session, lun);
    if (warning !== undefined) report(warning);
    await create(session, lun, snapshot, { name: cloneName, description });
    report(`cloned snapshot ${snapshot.name} of LUN ${lun.name} to LUN ${cloneName}`);
  } else refuseOther(existing, snapshot, description, iqn);
  const clone = await settled(session, cloneName, copyTime(session));
  refuseOther(clone, snapshot, description, iqn);
  return {
    lun: { name: clone.name, uuid: clone.uuid, sizeBytes: clone.sizeBytes },
    source: { name: lun.name, uuid: lun.uuid },
    snapshot: { name: snapshot.name, uuid: snapshot.uuid },
    serial: clone.uuid,
    wwid: worldWideId(clone.uuid),
    existed: existing !== undefined,
  };
}

/** Says of what the LUN is a clone; the uuid makes it so for this snapshot alone. */
function descriptionOf(lun: Lun, snapshot: Snapshot, iqn: string | undefined): string {
  const text = `clone of ${lun.name} at ${snapshot.name} (${snapshot.uuid})`;
  if (iqn === undefined)
    throw new Failure(
      "refused",
      `LUN ${JSON.stringify(lun.name)}: expected the mark of a stack or a target that maps it, got neither; ` +
        "nobody would know whose the clone is",
    );
  return markedDescription(text, iqn);
}

async function create(
  session: Session,
  lun: Lun,
  snapshot: Snapshot,
  clone: { readonly name: string; readonly description: string },
): Promise<void> {
  await settled(session, lun.name);
  await written(
    session,
    `LUN ${JSON.stringify(clone.name)}, a clone of ${JSON.stringify(snapshot.name)}`,
    () => copySnapshot(session, lun.uuid, snapshot.uuid, clone),
    async () => (await listLuns(session)).find(({ name }) => name === clone.name),
  );
}

function refuseOther(
  found: Lun,
  snapshot: Snapshot,
  description: string,
  iqn: string | undefined,
): void {
  const marked = iqn === undefined || ownerOf(found.description) === iqn;
  if (found.description === description || (found.clonedFrom === snapshot.uuid && marked)) return;
  throw new Failure(
    "refused",
    `${difference("clone name", description, found.description, "another LUN has this name")}; choose another one`,
  );
}
