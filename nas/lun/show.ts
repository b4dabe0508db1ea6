import type { Session } from "../dsm/session";
import { listTargets } from "../dsm/targets";
import { requireLun } from "./find";
import { worldWideId } from "./identity";

/**
 * Describes one LUN and every target it is mapped to, as the NAS has them now. Changes nothing.
 *
 * @throws Failure `failed` when the NAS has no LUN of this name, naming those it has
 */
export async function showLun(session: Session, name: string): Promise<object> {
  const lun = await requireLun(session, name);
  const targets = (await listTargets(session)).flatMap(({ mappings, ...target }) =>
    mappings
      .filter(({ lunUuid }) => lunUuid === lun.uuid)
      .map(({ index }) => ({ ...target, mappingIndex: index })),
  );
  return { lun, targets, serial: lun.uuid, wwid: worldWideId(lun.uuid) };
}
