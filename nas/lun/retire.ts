import { listLuns, renameLun, unmapLun, type Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { getTarget, listTargets, type Target } from "../dsm/targets";
import { Failure } from "../failure";
import { settled, written } from "./confirmed";
import { difference } from "./differences";
import { closeTarget } from "./gate";
import { ownerMark, ownerOf } from "./owner";
import { retiredFrom, retiredName } from "./retired-name";
import { refuseSessions } from "./sessions";
import { maps, pick, type Picked, type Reference, type Report } from "./survey";

/** What a retirement comes to; the same in every run that follows. */
export interface Retirement {
  readonly lun: { readonly name: string; readonly uuid: string; readonly formerName: string };
  /** The target, disabled and without the LUN; null when the NAS has none of this name and IQN. */
  readonly target: { readonly name: string; readonly iqn: string; readonly enabled: false } | null;
}

/**
 * Takes a LUN out of use without losing anything: disables its target, renames the LUN and unmaps it, so that nobody can
 * log in to it, and its name is free. Nothing is deleted; `lun delete` is a step of its own.
 *
 * The target is closed first, so that no initiator slips in between the look at the sessions and the unmapping. Every
 * step is one that a later run finds done: a run that follows a killed one goes on where that one ended.
 *
 * @param today for the new name of a LUN that has none yet. Default: now
 * @throws Failure `refused` while initiators are logged in, for another stack's LUN, and when there is no such LUN
 */
export async function retireLun(
  session: Session,
  wanted: Reference,
  report: Report,
  today = new Date(),
): Promise<Retirement> {
  const { found, renamed } = await look(session, wanted);
  const { lun, target, mappingIndex } = found;
  if (lun === undefined) throw missing(wanted);
  refuseForeign(found, wanted, renamed);
  if (target !== undefined) refuseSessions([target]);
  if (target?.enabled === true) await closeTarget(session, target, report);
  const name = renamed ? lun.name : retiredName(wanted.lun.name, lun.uuid, today);
  // Before the unmapping: a LUN without mark is known by its mapping or by its new name, and so always by one of them.
  if (!renamed) await rename(session, lun, name, report);
  if (target !== undefined && mappingIndex !== undefined)
    await unmap(session, { ...lun, name }, target, report);
  return {
    lun: { name, uuid: lun.uuid, formerName: wanted.lun.name },
    target:
      target === undefined ? null : { name: target.name, iqn: target.iqn, enabled: false as const },
  };
}

/**
 * The LUN under its name; or, when that is free, the one that was retired from it: the one still mapped, because its
 * retirement was interrupted, before the one that was retired last.
 */
async function look(
  session: Session,
  wanted: Reference,
): Promise<{ readonly found: Picked; readonly renamed: boolean }> {
  const luns = await listLuns(session);
  const targets = await listTargets(session);
  const current = luns.find(({ name }) => name === wanted.lun.name);
  const retired = retiredFrom(luns, wanted.lun.name);
  const mapped = retired.find((lun) => targets.some((target) => maps(target, lun)));
  return {
    found: pick(current ?? mapped ?? retired.at(-1), targets, wanted.target, luns.length),
    renamed: current === undefined,
  };
}

async function unmap(session: Session, lun: Lun, target: Target, report: Report): Promise<void> {
  await written(
    session,
    `LUN ${JSON.stringify(lun.name)} not to be mapped to target ${JSON.stringify(target.name)}`,
    () => unmapLun(session, lun.uuid, target.id),
    async () => {
      const { mappings } = await getTarget(session, target.id);
      return mappings.some(({ lunUuid }) => lunUuid === lun.uuid) ? undefined : true;
    },
  );
  report(`unmapped LUN ${lun.name} from target ${target.name}`);
}

async function rename(session: Session, lun: Lun, name: string, report: Report): Promise<void> {
  await settled(session, lun.name);
  await written(
    session,
    `LUN ${JSON.stringify(lun.name)} to be called ${JSON.stringify(name)}`,
    () => renameLun(session, lun.uuid, name),
    async () => (await listLuns(session)).find((now) => now.uuid === lun.uuid && now.name === name),
  );
  report(`renamed LUN ${lun.name} to ${name}`);
}

function missing({ lun }: Reference): Failure {
  return new Failure(
    "refused",
    `lun.name: expected a LUN of the NAS, got ${JSON.stringify(lun.name)}; there is none of this name and none was retired from it`,
  );
}

function refuseForeign(
  { lun, target, mappingIndex, otherTargets }: Picked,
  wanted: Reference,
  renamed: boolean,
): void {
  if (lun === undefined) return;
  const { iqn } = wanted.target;
  const owner = ownerOf(lun.description);
  const lines = otherTargets.map((other) =>
    difference(
      "target.iqn",
      iqn,
      other.iqn,
      `LUN ${JSON.stringify(lun.name)} is mapped to this other target; unmap it there first`,
    ),
  );
  for (const other of target?.mappings.filter(({ lunUuid }) => lunUuid !== lun.uuid) ?? [])
    lines.push(
      difference(
        "target.mappings",
        "no other LUN",
        other.lunUuid,
        "disabling the target would take this LUN away too",
      ),
    );
  if (owner !== undefined ? owner !== iqn : mappingIndex === undefined && !renamed)
    lines.push(
      difference(
        "lun.name",
        `a LUN of ${ownerMark(iqn)}`,
        owner === undefined ? "a LUN without mark" : ownerMark(owner),
        "it may hold another's data",
      ),
    );
  if (lines.length > 0)
    throw new Failure(
      "refused",
      [...lines, "the NAS differs from the request; nothing was changed"].join("\n"),
    );
}
