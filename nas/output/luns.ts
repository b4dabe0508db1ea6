import type { Lun } from "../dsm/luns";
import type { Target } from "../dsm/targets";
import type { Identity } from "../lun/identity";
import type { Paint } from "./colours";
import { facts, table } from "./table";
import { moment, size } from "./units";

/** What `lun show` prints for machines. */
export interface ShownLun {
  readonly lun: Lun;
  readonly targets: readonly (Omit<Target, "mappings"> & { readonly mappingIndex: number })[];
  readonly serial: string;
  readonly wwid: string;
}

/** A LUN as nodes find it. */
export function identityText(paint: Paint, { lun, target, mappingIndex, wwid }: Identity): string {
  return facts(paint, [
    ["LUN", `${lun.name}, ${size(lun.sizeBytes)}, ${lun.uuid}`],
    ["target", `${target.name}, ${target.iqn}`],
    ["number", String(mappingIndex)],
    ["device", `/dev/disk/by-id/scsi-${wwid}`],
  ]);
}

/** A LUN with everything the NAS says about it, and the targets that offer it. */
export function lunText(paint: Paint, { lun, targets, wwid }: ShownLun): string {
  const attributes = Object.entries(lun.attributes)
    .filter(([, enabled]) => enabled)
    .map(([name]) => name);
  const described = facts(paint, [
    ["LUN", `${lun.name}, ${lun.uuid}`],
    ["size", `${size(lun.sizeBytes)}, ${size(lun.allocatedBytes)} taken on ${lun.volume}`],
    ["state", `${lun.type}, ${lun.status}${lun.locked ? ", locked" : ""}`],
    ["attributes", attributes.join(", ") || "none"],
    ["description", lun.description],
    ...(lun.restoredTime > 0 ? [["restored", moment(lun.restoredTime)] as const] : []),
    ["device", `/dev/disk/by-id/scsi-${wwid}`],
  ]);
  if (targets.length === 0) return `${described}\n\nmapped to no target`;
  return `${described}\n\n${table(
    paint,
    ["target", "IQN", { heading: "number", numbers: true }, "CHAP", "most sessions", "initiators"],
    targets.map((target) => [
      `${target.name}${target.enabled ? "" : " (disabled)"}`,
      target.iqn,
      String(target.mappingIndex),
      chap(target),
      target.maxSessions === 0 ? "any" : String(target.maxSessions),
      target.sessions.map(({ iqn, address }) => `${iqn} at ${address}`).join(", ") || "none",
    ]),
  )}`;
}

function chap({ authentication, chapUser, mutualUser }: Omit<Target, "mappings">): string {
  if (authentication === 0) return "none";
  return authentication === 2 ? `${chapUser}, mutual ${mutualUser}` : chapUser;
}
