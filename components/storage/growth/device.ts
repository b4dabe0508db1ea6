import { parsed } from "../../internal/arguments";
import { parsePortal } from "../../internal/portal";
import type { IscsiTarget } from "../iscsi-target";

/**
 * Where a node that is logged in has the LUN, by udev's name: without the brackets of the portal.
 *
 * @see https://github.com/kubernetes/kubernetes/pull/110688
 */
export function devicePath({ portal, iqn, lunNumber }: IscsiTarget): string {
  const { address, port } = parsed(parsePortal, portal);
  return `/dev/disk/by-path/ip-${address.text}:${port}-iscsi-${iqn}-lun-${lunNumber}`;
}
