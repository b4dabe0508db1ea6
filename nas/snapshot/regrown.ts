import type { Session } from "../dsm/session";
import { settled } from "../lun/confirmed";
import { requireLun } from "../lun/find";
import { enlarge } from "../lun/grow";
import type { Report } from "../lun/survey";

/**
 * Grows a LUN again that a restore has made smaller: DSM gives it the size that it had at the snapshot, while its volume and
 * the settings have the one of today. A larger one stays as it is.
 *
 * @param sizeBytes the size of today
 * @throws Failure when the NAS does not grow it
 */
export async function regrown(
  session: Session,
  lunName: string,
  sizeBytes: number,
  report: Report,
): Promise<{ readonly grown: boolean }> {
  const lun = await requireLun(session, lunName);
  if (lun.sizeBytes >= sizeBytes) return { grown: false };
  const { name, volume, description } = await settled(session, lunName);
  await enlarge(session, { lun: { name, volume, description, sizeBytes } }, lun, report);
  return { grown: true };
}
