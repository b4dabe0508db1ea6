import { listLuns } from "../dsm/luns";
import type { Session } from "../dsm/session";
import { listTargets } from "../dsm/targets";
import { Failure } from "../failure";
import { worldWideId } from "./identity";

/**
 * Describes one LUN and every target it is mapped to, as the NAS has them now. Changes nothing.
 *
 * @throws Failure `failed` when the NAS has no LUN of this name, naming those it has
 */
export async function showLun(session: Session, name: string): Promise<object> {
  const luns = await listLuns(session);
  const lun = luns.find((candidate) => candidate.name === name);
  if (lun === undefined) {
    const names = luns.map((candidate) => JSON.stringify(candidate.name)).join(", ") || "none";
    throw new Failure(
      "failed",
      `lun.name: expected a LUN of the NAS, got ${JSON.stringify(name)}; it has ${names}`,
    );
  }
  const targets = (await listTargets(session)).flatMap(({ mappings, ...target }) =>
    mappings
      .filter(({ lunUuid }) => lunUuid === lun.uuid)
      .map(({ index }) => ({ ...target, mappingIndex: index })),
  );
  return { lun, targets, serial: lun.uuid, wwid: worldWideId(lun.uuid) };
}
