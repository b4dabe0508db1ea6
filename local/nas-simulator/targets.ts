import { administratorApi, type Api, type Call } from "./api";
import { additionalKeys, text, type Parameters } from "./parameters";
import { Refusal, sanCode } from "./refusal";
import type { Settings } from "./settings";
import type { NasRecord, Target } from "./state";
import type { Store } from "./store";
import { targetDefaults, targetSettings, type TargetSettings } from "./target-rules";

/** `SYNO.Core.ISCSI.Target`: create, get, list, set, delete, enable, disable. */
export function targetApi(settings: Settings, store: Store, portalPort: number): Api {
  const view = (target: Target, additional: ReadonlySet<string>): Promise<unknown> =>
    targetView(target, additional, store, portalPort);

  const list = async ({ parameters }: Call): Promise<unknown> => {
    const lunUuid = text(parameters, "lun_uuid");
    const additional = additionalKeys(parameters);
    const targets = store.record.targets.filter(
      ({ mappings }) =>
        lunUuid === undefined || mappings.some((mapping) => mapping.lunUuid === lunUuid),
    );
    return { targets: await Promise.all(targets.map((target) => view(target, additional))) };
  };

  const get = async ({ parameters }: Call): Promise<unknown> => ({
    target: await view(targetOf(store.record, parameters), additionalKeys(parameters)),
  });

  const create = async ({ parameters }: Call): Promise<unknown> => {
    const wanted = targetSettings(parameters, targetDefaults);
    requireUnique(store.record, wanted);
    if (store.record.targets.length >= settings.maxTargets) {
      throw new Refusal(sanCode.tooManyTargets);
    }
    const id = await store.change((draft) => {
      const targetId = draft.nextTargetId++;
      draft.targets.push({ ...wanted, targetId, enabled: true, mappings: [] });
      return targetId;
    });
    return { target_id: id };
  };

  const set = async ({ parameters }: Call): Promise<void> => {
    const target = targetOf(store.record, parameters);
    const wanted = targetSettings(parameters, target);
    requireUnique(store.record, wanted, target.targetId);
    await store.change((draft) => Object.assign(targetOf(draft, parameters), wanted));
  };

  const remove = async ({ parameters }: Call): Promise<void> => {
    const { targetId } = targetOf(store.record, parameters);
    await store.change((draft) => {
      draft.targets = draft.targets.filter((other) => other.targetId !== targetId);
    });
  };

  const enabling =
    (enabled: boolean) =>
    async ({ parameters }: Call): Promise<void> => {
      targetOf(store.record, parameters);
      await store.change((draft) => {
        targetOf(draft, parameters).enabled = enabled;
      });
    };

  return administratorApi({
    list,
    get,
    create,
    set,
    delete: remove,
    enable: enabling(true),
    disable: enabling(false),
  });
}

/** The target that `target_id` names: its id **as a string**, or its name; a number is refused (measured on DSM). */
function targetOf(record: NasRecord, parameters: Parameters): Target {
  const wanted = text(parameters, "target_id");
  const target =
    record.targets.find(({ targetId }) => String(targetId) === wanted) ??
    record.targets.find(({ name }) => name === wanted);
  if (target === undefined) throw new Refusal(sanCode.badTargetId);
  return target;
}

function requireUnique(record: NasRecord, wanted: TargetSettings, except?: number): void {
  const others = record.targets.filter(({ targetId }) => targetId !== except);
  if (others.some(({ name }) => name === wanted.name)) {
    throw new Refusal(sanCode.duplicateTargetName);
  }
  if (others.some(({ iqn }) => iqn === wanted.iqn)) throw new Refusal(sanCode.duplicateIqn);
}

async function targetView(
  target: Target,
  additional: ReadonlySet<string>,
  store: Store,
  portalPort: number,
): Promise<Record<string, unknown>> {
  const asksSessions = additional.has("connected_sessions") || additional.has("status");
  const sessions = asksSessions ? await store.sessionsOf(target) : [];
  const connected = sessions.length > 0 ? "connected" : "online";
  return {
    auth_type: target.authType,
    has_data_checksum: target.dataChecksum,
    has_header_checksum: target.headerChecksum,
    iqn: target.iqn,
    is_default_target: false,
    is_enabled: target.enabled,
    mapping_index: -1,
    max_recv_seg_bytes: target.maxReceiveBytes,
    max_send_seg_bytes: target.maxSendBytes,
    max_sessions: target.maxSessions,
    // Secrets are never read back: a changed one cannot be seen by comparing.
    mutual_password: "",
    mutual_user: target.mutual.user,
    name: target.name,
    network_portals: [{ interface_name: "all", ip: "", port: portalPort }],
    password: "",
    target_id: target.targetId,
    user: target.chap.user,
    ...(additional.has("acls") && {
      acls: [{ iqn: "iqn.2000-01.com.synology:default.acl", permission: "rw" }],
    }),
    ...(additional.has("connected_sessions") && {
      connected_sessions: sessions.map(({ iqn, ip }) => ({ iqn, ip })),
    }),
    ...(additional.has("mapped_lun") && {
      mapped_luns: target.mappings.map(({ lunUuid, index }) => ({
        lun_uuid: lunUuid,
        mapping_index: index,
      })),
    }),
    ...(additional.has("status") && { status: target.enabled ? connected : "offline" }),
  };
}
