import type { Api, ApiTable } from "./api";
import { authenticationApi, loginPageApi, type AutoBlock } from "./authentication";
import { compoundApi } from "./compound";
import { encryptionApi } from "./encryption";
import { hostApi } from "./hosts";
import { lunApi } from "./luns";
import type { SecondFactor } from "./second-factor";
import type { Sessions } from "./sessions";
import type { Settings } from "./settings";
import type { Store } from "./store";
import { discoveryApi, dsmInfoApi, interfaceApi, nodeApi, securityApi, systemApi } from "./system";
import { targetApi } from "./targets";
import { volumeApi } from "./volumes";

/** What the APIs of a NAS work on. */
export interface NasParts {
  readonly settings: Settings;
  readonly store: Store;
  readonly sessions: Sessions;
  readonly block: AutoBlock;
  readonly secondFactor: SecondFactor;
  /** Port of the iSCSI portal that targets show. */
  readonly iscsiPort: number;
}

/** Every API of the simulated NAS by name. */
export function apiTable(parts: NasParts): ApiTable {
  const { settings, store, sessions, block, secondFactor, iscsiPort } = parts;
  const apis = new Map<string, Api>([
    ["SYNO.API.Auth", authenticationApi(settings, sessions, block, secondFactor)],
    ["SYNO.API.Auth.UIConfig", loginPageApi()],
    ["SYNO.API.Encryption", encryptionApi()],
    ["SYNO.Entry.Request", compoundApi()],
    ["SYNO.Core.ISCSI.LUN", lunApi(settings, store)],
    ["SYNO.Core.ISCSI.Target", targetApi(settings, store, iscsiPort)],
    ["SYNO.Core.ISCSI.Host", hostApi(store)],
    ["SYNO.Core.ISCSI.Node", nodeApi(store)],
    ["SYNO.Core.Network.Interface", interfaceApi(settings)],
    ["SYNO.Core.Security.DSM", securityApi(settings)],
    ["SYNO.Core.Storage.Volume", volumeApi(settings, store)],
    ["SYNO.Core.System", systemApi(settings)],
    ["SYNO.DSM.Info", dsmInfoApi()],
  ]);
  return apis.set("SYNO.API.Info", discoveryApi(apis));
}
