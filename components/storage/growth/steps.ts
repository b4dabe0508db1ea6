import type { IscsiTarget } from "../iscsi-target";
import { devicePath } from "./device";

/** A volume whose LUN may have grown. */
export interface GrownVolume {
  readonly target: IscsiTarget;
  /** @default "ext4" */
  readonly fsType?: "ext4" | "xfs";
}

/**
 * The commands that a node needs after the LUN of a mounted volume has grown, as root: an iSCSI volume has no
 * expansion in Kubernetes. Each may be repeated; without growth they change nothing.
 */
export function growthSteps({ target, fsType = "ext4" }: GrownVolume): readonly string[] {
  const device = devicePath(target);
  return [
    `iscsiadm --mode node --targetname ${target.iqn} --portal ${target.portal} --rescan`,
    fsType === "ext4"
      ? `resize2fs ${device}`
      : `xfs_growfs "$(findmnt --noheadings --first-only --output TARGET --source "$(readlink -f ${device})")"`,
  ];
}
