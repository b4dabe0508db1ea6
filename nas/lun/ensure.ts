import { lunNotLoaded } from "../dsm/errors";
import { createLun, listLuns, mapLun, type Lun } from "../dsm/luns";
import { lookUntil } from "../dsm/patience";
import type { Session } from "../dsm/session";
import type { Target } from "../dsm/targets";
import { Failure } from "../failure";
import { offer } from "./access";
import { isSettled, settled, written } from "./confirmed";
import { differences, refuseDifferences, wantedAttributes } from "./differences";
import { enlarge } from "./grow";
import { describeIdentity, type Identity } from "./identity";
import { markedDescription } from "./owner";
import { gibibytes, requireRoom, requireSpace } from "./space";
import { survey, type Report, type Survey, type Wanted } from "./survey";

export type { Report } from "./survey";

/**
 * Brings about one LUN, one target with CHAP and the mapping between them; makes what is missing, grows what is too
 * small, leaves the rest alone, and refuses before the first change when anything contradicts the request. It never
 * deletes: no call that removes data or a mapping is part of it.
 *
 * DSM may carry out a write whose answer is lost or an error, and report success for one it ignored. So each write
 * is followed by a look at the NAS, and only that look decides. The same makes a run that follows a killed one converge.
 *
 * @param existing the LUN was made before, so that one that is missing now is a loss and not made anew. Default false
 * @throws Failure `refused` with all differences, `failed` or `unreachable` when the NAS did not do its part
 */
export async function ensureLun(
  session: Session,
  wanted: Wanted,
  report: Report,
  existing = false,
): Promise<Identity> {
  const found = await survey(session, wanted);
  refuseDifferences(found, wanted, existing);
  await requireRoom(session, found);
  const grows = (found.lun?.sizeBytes ?? 0) < wanted.lun.sizeBytes;
  if (grows) await requireSpace(session, wanted, found.lun);

  let lun = found.lun ?? (await create(session, wanted, report));
  if (!isSettled(lun)) lun = await settled(session, wanted.lun.name);
  if (lun.sizeBytes < wanted.lun.sizeBytes) await enlarge(session, wanted, lun, report);
  const { target, changed } = await offer(session, wanted, found.target, report);
  if (found.mappingIndex === undefined)
    return verified(await map(session, wanted, lun, target, report), wanted);
  return grows || changed
    ? verified(await survey(session, wanted), wanted)
    : describeIdentity(found);
}

async function create(session: Session, wanted: Wanted, report: Report): Promise<Lun> {
  const { name, volume, sizeBytes } = wanted.lun;
  const description = markedDescription(wanted.lun.description, wanted.target.iqn);
  const made = await written(
    session,
    `LUN ${JSON.stringify(name)}`,
    () =>
      createLun(session, { name, volume, sizeBytes, description, attributes: wantedAttributes }),
    async () => (await listLuns(session)).find((lun) => lun.name === name),
  );
  report(`created LUN ${name} (${gibibytes(sizeBytes)}) on ${volume}`);
  return made;
}

/** Maps the LUN and returns what the NAS has then. */
async function map(
  session: Session,
  wanted: Wanted,
  lun: Lun,
  target: Target,
  report: Report,
): Promise<Survey> {
  const { poll, settle } = session.patience;
  const attempt = async (): Promise<Survey | undefined> => {
    try {
      return await written(
        session,
        `a mapping of LUN ${JSON.stringify(lun.name)} on target ${JSON.stringify(target.name)}`,
        () => mapLun(session, lun.uuid, target.id),
        async () => {
          const now = await survey(session, wanted);
          return now.mappingIndex === undefined ? undefined : now;
        },
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
  return mapped;
}

/** The last look decides: everything is as requested, or the run failed however well each step went. */
function verified(now: Survey, wanted: Wanted): Identity {
  const lines = differences(now, wanted);
  if (lines.length > 0)
    throw new Failure(
      "failed",
      [...lines, "the NAS reported success, but differs from the request"].join("\n"),
    );
  return describeIdentity(now);
}
