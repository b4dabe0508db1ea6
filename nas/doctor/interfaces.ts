import { listApis, type AdvertisedApi } from "../dsm/apis";
import type { Connection } from "../dsm/connection";
import { fault, fine, type Finding } from "./finding";

/** APIs that the verbs call, with the version they call; without an optional one a check is left out. */
const needed: readonly (readonly [name: string, version: number])[] = [
  ["SYNO.API.Auth", 6],
  ["SYNO.Core.ISCSI.LUN", 1],
  ["SYNO.Core.ISCSI.Node", 1],
  ["SYNO.Core.ISCSI.Target", 1],
  ["SYNO.Core.Storage.Volume", 1],
  ["SYNO.Core.System", 1],
];

/** Looks for the APIs the verbs call. The NAS lists them to everybody, so it is asked before any login. */
export async function lookAtInterfaces(connection: Connection): Promise<readonly Finding[]> {
  const offered = await listApis(connection);
  const missing = needed.filter(([name, version]) => !serves(offered.get(name), version));
  const san = missing.some(([name]) => name.startsWith("SYNO.Core.ISCSI."));
  const names = missing.map(([name, version]) => `${name} version ${version}`).join(", ");
  return [
    san
      ? fault(
          "SAN Manager",
          `no ${names}`,
          "install or start SAN Manager in Package Center; it needs DSM 7",
        )
      : fine("SAN Manager", "is there"),
    missing.length > 0 && !san
      ? fault("interfaces", `no ${names}`, "this tool needs DSM 7: update DSM")
      : fine("interfaces", `${needed.length - missing.length} of ${needed.length} that are needed`),
  ];
}

function serves(api: AdvertisedApi | undefined, version: number): boolean {
  return api !== undefined && api.minVersion <= version && version <= api.maxVersion;
}
