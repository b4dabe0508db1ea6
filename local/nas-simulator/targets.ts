import { administratorApi, type Api, type Call } from "./api";
import { targetOf } from "./lookups";
import { mappingOfTarget } from "./mappings";
import { additionalKeys, text } from "./parameters";
import { Refusal, sanCode } from "./refusal";
import type { Settings } from "./settings";
import { anyInitiator, type NasRecord, type Target } from "./state";
import type { Store } from "./store";
import { accessMethods } from "./target-access";
import { targetDefaults, targetSettings, type TargetSettings } from "./target-rules";
import { targetView } from "./target-view";

/** `SYNO.Core.ISCSI.Target`: the life of a target. */
export function targetApi(settings: Settings, store: Store, portalPort: number): Api {
  const views = async (
    targets: readonly Target[],
    additional: ReadonlySet<string>,
  ): Promise<unknown[]> => {
    const asked = additional.has("connected_sessions") || additional.has("status");
    const sessions = asked ? await store.sessions() : new Map<number, never>();
    return targets.map((target) =>
      targetView(target, additional, {
        sessions: [
          ...(sessions.get(target.targetId) ?? []),
          ...(settings.injectedSessions[target.iqn] ?? []),
        ],
        portals: target.portals ?? settings.networkPortals,
        portalPort,
      }),
    );
  };

  const list = async ({ parameters }: Call): Promise<unknown> => {
    const lunUuid = text(parameters, "lun_uuid");
    const additional = additionalKeys(parameters);
    const targets = store.record.targets.filter(
      ({ mappings }) =>
        lunUuid === undefined || mappings.some((mapping) => mapping.lunUuid === lunUuid),
    );
    return { targets: await views(targets, additional) };
  };

  const get = async ({ parameters }: Call): Promise<unknown> => {
    const target = targetOf(store.record, parameters);
    const [view] = await views([target], additionalKeys(parameters));
    return { target: view };
  };

  const create = async ({ parameters }: Call): Promise<unknown> => {
    const wanted = targetSettings(parameters, targetDefaults);
    requireUnique(store.record, wanted);
    if (store.record.targets.length >= settings.maxTargets) {
      throw new Refusal(sanCode.tooManyTargets);
    }
    const id = await store.change((draft) => {
      const targetId = draft.nextTargetId++;
      const acls = [{ iqn: anyInitiator, permission: "rw" }];
      draft.targets.push({ ...wanted, targetId, enabled: true, mappings: [], acls, portals: null });
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

  const mapping = mappingOfTarget(settings, store);
  return administratorApi({
    list,
    get,
    create,
    set,
    delete: remove,
    enable: enabling(true),
    disable: enabling(false),
    map_lun: mapping.map,
    unmap_lun: mapping.unmap,
    ...accessMethods(settings, store),
  });
}

function requireUnique(record: NasRecord, wanted: TargetSettings, except?: number): void {
  const others = record.targets.filter(({ targetId }) => targetId !== except);
  if (others.some(({ name }) => name === wanted.name)) {
    throw new Refusal(sanCode.duplicateTargetName);
  }
  if (others.some(({ iqn }) => iqn === wanted.iqn)) throw new Refusal(sanCode.duplicateIqn);
}
