import { growLun, listLuns, type Lun } from "../dsm/luns";
import type { Session } from "../dsm/session";
import type { Target } from "../dsm/targets";
import { Failure } from "../failure";
import { isSettled, settled, written } from "./confirmed";
import { refuseDifferences } from "./differences";
import { describeIdentity, type Identity } from "./identity";
import { gibibytes, requireSpace } from "./space";
import { survey, type Report, type Wanted } from "./survey";

/** What a growth comes to. */
export interface Growth extends Identity {
  readonly previousSizeBytes: number;
  /** What is left to do on the node and in the cluster, one command or instruction each; empty when nothing grew. */
  readonly nodeSideSteps: readonly string[];
}

/**
 * Grows the LUN to exactly `wanted.lun.sizeBytes`. It makes nothing and shrinks nothing: the LUN, its target and the
 * mapping must be there and equal to the request in everything but the size.
 *
 * @throws Failure `refused` with all differences, among them a LUN that is larger already or missing
 */
export async function growTo(session: Session, wanted: Wanted, report: Report): Promise<Growth> {
  const found = await survey(session, wanted);
  const { lun, target } = found;
  if (lun === undefined || target === undefined || found.mappingIndex === undefined)
    throw new Failure(
      "refused",
      `lun.name: expected LUN ${JSON.stringify(wanted.lun.name)} on target ${JSON.stringify(wanted.target.iqn)}, got ` +
        `${lun === undefined ? "no such LUN" : "a LUN that is not mapped to it"}; make it with \`lun ensure\` first`,
    );
  refuseDifferences(found, wanted);
  const previousSizeBytes = lun.sizeBytes;
  if (previousSizeBytes === wanted.lun.sizeBytes) {
    report(`LUN ${lun.name} has ${gibibytes(previousSizeBytes)} already`);
    return { ...describeIdentity(found), previousSizeBytes, nodeSideSteps: [] };
  }
  await requireSpace(session, wanted, lun);
  if (!isSettled(lun)) await settled(session, lun.name);
  const grown = await enlarge(session, wanted, lun, report);
  const identity = describeIdentity({ ...found, lun: grown });
  return { ...identity, previousSizeBytes, nodeSideSteps: nodeSideSteps(identity, target) };
}

/** Sends the growth, and waits until the new size can be read and the LUN is settled. */
export async function enlarge(
  session: Session,
  wanted: Pick<Wanted, "lun">,
  { name, uuid, sizeBytes: before }: Lun,
  report: Report,
): Promise<Lun> {
  const { sizeBytes } = wanted.lun;
  await written(
    session,
    `LUN ${JSON.stringify(name)} of ${sizeBytes} bytes`,
    () => growLun(session, uuid, sizeBytes),
    async () =>
      (await listLuns(session)).find((lun) => lun.uuid === uuid && lun.sizeBytes === sizeBytes),
  );
  const lun = await settled(session, name);
  report(
    `grew LUN ${name} from ${gibibytes(before)} to ${gibibytes(sizeBytes)}; the node and the file system follow separately`,
  );
  return lun;
}

/**
 * What the NAS cannot do: an iSCSI volume has no expansion in Kubernetes, so the node, the file system and the
 * PersistentVolume are told by hand.
 */
export function nodeSideSteps(
  { wwid, lun }: Pick<Identity, "wwid" | "lun">,
  { iqn }: Pick<Target, "iqn">,
): string[] {
  const device = `/dev/disk/by-id/scsi-${wwid}`;
  return [
    `on the node that is logged in to the target: iscsiadm -m node -T ${iqn} -R`,
    `only where multipath is in use: multipathd resize map ${wwid}`,
    `ext4, mounted: resize2fs ${device}`,
    `xfs, mounted: xfs_growfs "$(findmnt -n -o TARGET ${device})"`,
    `in the stack: set the size of LUN ${lun.name} to ${lun.sizeBytes / 1024 ** 3}Gi and run pulumi up, ` +
      "which sets the capacity of the PersistentVolume; the request of its claim cannot change",
  ];
}
