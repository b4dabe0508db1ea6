import { Failure } from "../failure";
import type { Survey } from "./survey";

/** What the rest of a stack needs to know of a LUN; the same in every run that changes nothing. */
export interface Identity {
  readonly lun: { readonly name: string; readonly uuid: string; readonly sizeBytes: number };
  readonly target: { readonly name: string; readonly iqn: string; readonly id: string };
  /** LUN number on the target: `lun` of a PersistentVolume. */
  readonly mappingIndex: number;
  /** SCSI serial (VPD page 0x80), by which an initiator knows the LUN. */
  readonly serial: string;
  /** World-wide id: a node sees the LUN as `/dev/disk/by-id/scsi-<wwid>`. */
  readonly wwid: string;
}

/** @throws Failure `failed` when LUN, target or mapping is missing */
export function describeIdentity({
  lun,
  target,
  mappingIndex,
}: Pick<Survey, "lun" | "target" | "mappingIndex">): Identity {
  if (lun === undefined || target === undefined || mappingIndex === undefined)
    throw new Failure(
      "failed",
      "NAS: expected a LUN mapped to its target, got a part of it; run the command again",
    );
  return {
    lun: { name: lun.name, uuid: lun.uuid, sizeBytes: lun.sizeBytes },
    target: { name: target.name, iqn: target.iqn, id: target.id },
    mappingIndex,
    serial: lun.uuid,
    wwid: worldWideId(lun.uuid),
  };
}

/** DSM derives it from the uuid: NAA 6 of LIO's vendor, then 25 digits, dashes as `d` (verified on four LUNs, two models). */
export function worldWideId(uuid: string): string {
  return `36001405${uuid.replaceAll("-", "d").slice(0, 25)}`;
}
