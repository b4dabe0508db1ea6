import { lunNotLoaded } from "../dsm/errors";
import { createLun, growLun, mapLun } from "../dsm/luns";
import { lookUntil } from "../dsm/patience";
import type { Session } from "../dsm/session";
import { createTarget, setTargetAccess } from "../dsm/targets";
import { Failure } from "../failure";
import { settled, written } from "./confirmed";
import { describeIdentity, type Identity } from "./identity";
import { gibibytes, requireSpace } from "./space";
import {
  differences,
  markedDescription,
  refuseDifferences,
  survey,
  wantedAttributes,
  type Survey,
  type Wanted,
} from "./survey";

/** One line of progress for the operator. */
export type Report = (line: string) => void;

/**
 * Brings about one LUN, one target with CHAP and the mapping between them; makes what is missing, grows what is too
 * small, leaves the rest alone, and refuses before the first change when anything contradicts the request. It never
 * deletes: no call that removes data or a mapping is part of this tool.
 *
 * DSM may carry out a write whose answer is lost or an error, and report success for one it ignored. So each write
 * is followed by a look at the NAS, and only that look decides. The same makes a run that follows a killed one converge.
 *
 * @throws Failure `refused` with all differences, `failed` or `unreachable` when the NAS did not do its part
 */
export async function ensureLun(
  session: Session,
  wanted: Wanted,
  report: Report,
): Promise<Identity> {
  const found = await survey(session, wanted);
  refuseDifferences(found, wanted);
  if (sizeOf(found) < wanted.lun.sizeBytes) await requireSpace(session, wanted, found.lun);

  if (found.lun === undefined) await create(session, wanted, report);
  const made = await settled(session, wanted);
  if (sizeOf(made) < wanted.lun.sizeBytes) await grow(session, wanted, made, report);
  const offered = await offer(session, wanted, made, report);
  if (offered.mappingIndex === undefined) await map(session, wanted, offered, report);

  return await verified(session, wanted);
}

async function create(session: Session, wanted: Wanted, report: Report): Promise<void> {
  const { name, volume, sizeBytes } = wanted.lun;
  const description = markedDescription(wanted);
  await written(
    session,
    wanted,
    `LUN ${JSON.stringify(name)}`,
    () =>
      createLun(session, { name, volume, sizeBytes, description, attributes: wantedAttributes }),
    ({ lun }) => lun !== undefined,
  );
  report(`created LUN ${name} (${gibibytes(sizeBytes)}) on ${volume}`);
}

async function grow(
  session: Session,
  wanted: Wanted,
  { lun }: Survey,
  report: Report,
): Promise<void> {
  const { name, sizeBytes } = wanted.lun;
  if (lun === undefined) throw new Error("nothing to grow");
  await written(
    session,
    wanted,
    `LUN ${JSON.stringify(name)} of ${sizeBytes} bytes`,
    () => growLun(session, lun.uuid, sizeBytes),
    (now) => now.lun?.sizeBytes === sizeBytes,
  );
  await settled(session, wanted);
  report(
    `grew LUN ${name} from ${gibibytes(lun.sizeBytes)} to ${gibibytes(sizeBytes)}; the node and the file system follow separately`,
  );
}

/** Makes the target, or sets the access of the existing one: its CHAP password cannot be read, so it is always set anew. */
async function offer(
  session: Session,
  wanted: Wanted,
  { target: existing }: Survey,
  report: Report,
): Promise<Survey> {
  const { name, iqn, chap, maxSessions } = wanted.target;
  const confirm = (send: () => Promise<void>): Promise<Survey> =>
    written(
      session,
      wanted,
      `target ${JSON.stringify(name)} with CHAP`,
      send,
      ({ target }) =>
        target?.authentication === 1 &&
        target.chapUser === chap.user &&
        target.maxSessions === maxSessions,
    );
  if (existing === undefined) {
    const made = await confirm(() => createTarget(session, wanted.target));
    report(`created target ${name} (${iqn})`);
    return made;
  }
  const set = (): Promise<void> => setTargetAccess(session, existing.id, wanted.target);
  try {
    await set();
  } catch (error) {
    if (!(error instanceof Failure) || error.details.delivery === undefined) throw error;
    // Reading back cannot show whether the password arrived. The target is still there under its id and the same
    // values set twice are the same, so this one write is sent again.
    const { target } = await survey(session, wanted);
    if (target?.id !== existing.id) throw error;
    await set();
  }
  return await confirm(() => Promise.resolve());
}

async function map(
  session: Session,
  wanted: Wanted,
  { lun, target }: Survey,
  report: Report,
): Promise<void> {
  if (lun === undefined || target === undefined) throw new Error("nothing to map");
  const { poll, settle } = session.patience;
  const attempt = async (): Promise<Survey | undefined> => {
    try {
      return await written(
        session,
        wanted,
        `a mapping of LUN ${JSON.stringify(lun.name)} on target ${JSON.stringify(target.name)}`,
        () => mapLun(session, lun.uuid, target.id),
        ({ mappingIndex }) => mappingIndex !== undefined,
      );
    } catch (error) {
      if (error instanceof Failure && error.details.dsmCode === lunNotLoaded) return undefined;
      throw error;
    }
  };
  const mapped = await lookUntil(attempt, settle, poll);
  if (mapped?.mappingIndex === undefined)
    throw new Failure(
      "failed",
      `SYNO.Core.ISCSI.LUN map_target: expected the LUN to be loaded within ${settle / 1000} s, got code ${lunNotLoaded}; run the command again`,
    );
  report(`mapped LUN ${lun.name} to target ${target.name} at index ${mapped.mappingIndex}`);
}

/** Last look: everything as requested, or the run failed however well each step went. */
async function verified(session: Session, wanted: Wanted): Promise<Identity> {
  const now = await survey(session, wanted);
  const lines = differences(now, wanted);
  if (lines.length > 0)
    throw new Failure(
      "failed",
      [...lines, "the NAS reported success, but differs from the request"].join("\n"),
    );
  return describeIdentity(now);
}

function sizeOf({ lun }: Survey): number {
  return lun?.sizeBytes ?? 0;
}
