import type { OfferedLun, OfferedTarget } from "./backend";
import { fileBytes, type LunFiles } from "./lun-files";
import { anyInitiator, type NasRecord, type Target } from "./state";

/** What the target daemon has to offer so that initiators see what the record says. */
export function offers(record: NasRecord, files: LunFiles): OfferedTarget[] {
  return record.targets.map((target) => ({
    id: target.targetId,
    iqn: target.iqn,
    enabled: target.enabled,
    incoming: target.authType === 0 ? undefined : target.chap,
    outgoing: target.authType === 2 ? target.mutual : undefined,
    initiators: admitted(record, target),
    luns: target.mappings.flatMap(({ lunUuid, index }): OfferedLun[] => {
      const lun = record.luns.find(({ uuid }) => uuid === lunUuid);
      if (lun?.loaded !== true) return [];
      return [
        {
          index,
          uuid: lunUuid,
          file: files.path(lunUuid),
          bytes: fileBytes(lun.size),
          discard: lun.attributes["emulate_tpu"] === 1,
          revision: lun.revision,
        },
      ];
    }),
  }));
}

/**
 * The initiators a target lets in; undefined = all. As soon as a host of SAN Manager names one of its LUNs, only the
 * initiators of such hosts get in (DSM masks LUN by LUN, the target daemon knows initiators of a target only);
 * otherwise the access list of the target decides.
 */
function admitted(record: NasRecord, target: Target): readonly string[] | undefined {
  const luns = new Set(target.mappings.map(({ lunUuid }) => lunUuid));
  const grants = record.hosts.flatMap(({ initiatorIds, acls }) =>
    acls
      .filter(({ lunUuid }) => luns.has(lunUuid))
      .map(({ permission }) => (mayUse(permission) ? initiatorIds : [])),
  );
  if (grants.length > 0) return distinct(grants.flat());
  const allowed = target.acls.filter(({ permission }) => mayUse(permission)).map(({ iqn }) => iqn);
  return allowed.includes(anyInitiator) ? undefined : distinct(allowed);
}

const mayUse = (permission: string): boolean => permission === "rw" || permission === "r";
const distinct = (names: readonly string[]): string[] => [...new Set(names)].sort();
