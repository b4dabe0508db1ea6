import { uptime } from "node:os";

import { administratorApi, type Api, type ApiTable, type Call } from "./api";
import { additionalKeys, text, unquoted } from "./parameters";
import { commonCode, Refusal } from "./refusal";
import type { Settings } from "./settings";
import type { Store } from "./store";

const model = "DS1522+";
const serial = "SIMULATED0001";

/** `SYNO.API.Info`: which APIs there are; the only API that asks for no session and no other check. */
export function discoveryApi(apis: ApiTable): Api {
  const query = ({ fields }: Call): unknown => {
    const wanted = unquoted(fields.get("query"));
    if (wanted === undefined) throw new Refusal(commonCode.missingParameter);
    const names =
      wanted === "all" ? [...apis.keys()] : wanted.split(",").map((name) => name.trim());
    return Object.fromEntries(
      names.flatMap((name) => {
        const api = apis.get(name);
        if (api === undefined) return [];
        const { minVersion, maxVersion, json } = api;
        const format = json ? { requestFormat: "JSON" } : {};
        return [[name, { maxVersion, minVersion, path: "entry.cgi", ...format }]];
      }),
    );
  };
  return { minVersion: 1, maxVersion: 1, json: false, session: false, methods: { query } };
}

/** `SYNO.Core.ISCSI.Node`: the identity of the NAS. `get` shows what DSM's own scripts ask for. */
export function nodeApi(store: Store): Api {
  const list = (): unknown => ({ nodes: [{ uuid: store.record.nodeUuid }] });
  const get = ({ parameters }: Call): unknown => {
    const conditions = { is_subvol_conv_normal: true, no_rod_key: false, no_status: false };
    const asked = Object.entries(conditions).filter(([key]) => additionalKeys(parameters).has(key));
    return { node: { uuid: store.record.nodeUuid, ...Object.fromEntries(asked) } };
  };
  return administratorApi({ list, get });
}

/** `SYNO.Core.System`: model, and with `type=define` the limits of the model, all of them strings. */
export function systemApi(settings: Settings): Api {
  const info = ({ parameters }: Call): unknown => {
    const type = text(parameters, "type");
    if (type === "define") {
      return {
        iscsi_target_type: "lio4x",
        max_iscsiluns: String(settings.maxLuns),
        max_iscsitrgs: String(settings.maxTargets),
        max_snapshot_per_lun: String(settings.maxSnapshotsPerLun),
        max_snapshot_per_lun_v2: String(settings.maxSnapshotsPerLunV2),
        support_iscsi_btrfs_lun: "yes",
        support_vaai: "yes",
        supportsnapshot: "yes",
      };
    }
    if (type === "network") return network(settings);
    return { model, serial, firmware_ver: "DSM 7.2.2-72806 Update 3", up_time: upTime() };
  };
  return administratorApi({ info }, 1, 3);
}

/** `SYNO.DSM.Info`. */
export function dsmInfoApi(): Api {
  const getinfo = (): unknown => ({
    codepage: "enu",
    model,
    ram: 8192,
    serial,
    temperature: 40,
    temperature_warn: false,
    time: new Date().toUTCString(),
    uptime: Math.floor(uptime()),
    version: "72806",
    version_string: "DSM 7.2.2-72806 Update 3",
  });
  return administratorApi({ getinfo }, 2);
}

/** `SYNO.Core.Network.Interface`: a bare list, as on DSM. */
export function interfaceApi(settings: Settings): Api {
  const list = (): unknown =>
    settings.interfaces.map(({ name, ip, mask }) => ({
      ifname: name,
      ip,
      mask,
      speed: 1000,
      status: "connected",
      type: "ethernet",
      use_dhcp: false,
    }));
  return administratorApi({ list });
}

/** `SYNO.Core.Security.DSM`: how long a session may idle (minutes) and whether it is bound to an address. */
export function securityApi(settings: Settings): Api {
  const get = (): unknown => ({
    timeout: Math.ceil(settings.sessionIdleMs / 60_000),
    skip_ip_checking: !settings.sourceAddressCheck,
  });
  return administratorApi({ get }, 1, 5);
}

function network(settings: Settings): unknown {
  const nif = settings.interfaces.map(({ name, ip, mask }, position) => ({
    addr: ip,
    id: name,
    mac: `00:11:32:00:00:${position.toString(16).padStart(2, "0")}`,
    mask,
    mtu: 1500,
    speed: 1000,
    status: "connected",
    type: "static",
    use_dhcp: false,
  }));
  return { hostname: "nas", nif, dns: "", gateway: "" };
}

function upTime(): string {
  const seconds = Math.floor(uptime());
  return `${Math.floor(seconds / 3600)}:${Math.floor(seconds / 60) % 60}:${seconds % 60}`;
}
