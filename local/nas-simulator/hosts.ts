import { administratorApi, type Api, type Call } from "./api";
import { elements, hostOf } from "./lookups";
import { additionalKeys } from "./parameters";
import { Refusal, sanCode } from "./refusal";
import type { Host } from "./state";
import type { Store } from "./store";

/**
 * `SYNO.Core.ISCSI.Host`: which initiators may use which LUNs. Only what public clients call: list, get and
 * map_initiator, which adds to the initiators of a host. Hosts are made in SAN Manager, here by the administration.
 */
export function hostApi(store: Store): Api {
  const view = (host: Host, additional: ReadonlySet<string>): Record<string, unknown> => ({
    host_id: host.hostId,
    name: host.name,
    initiator_ids: host.initiatorIds,
    ...(additional.has("acls") && {
      acls: host.acls.map(({ lunUuid, permission }) => ({ lun_uuid: lunUuid, permission })),
    }),
  });

  const list = ({ parameters }: Call): unknown => ({
    hosts: store.record.hosts.map((host) => view(host, additionalKeys(parameters))),
  });

  const get = ({ parameters }: Call): unknown => ({
    host: view(hostOf(store.record, parameters), additionalKeys(parameters)),
  });

  const mapInitiator = async ({ parameters }: Call): Promise<void> => {
    hostOf(store.record, parameters);
    const names = elements(parameters, "initiator_ids", sanCode.badParameter);
    if (!names.every(isInitiatorName)) throw new Refusal(sanCode.badParameter);
    await store.change((draft) => {
      const host = hostOf(draft, parameters);
      host.initiatorIds = [...new Set([...host.initiatorIds, ...names])];
    });
  };

  return administratorApi({ list, get, map_initiator: mapInitiator });
}

const isInitiatorName = (value: unknown): value is string =>
  typeof value === "string" && /^(?:iqn|eui|naa)\./.test(value);
