import { randomUUID } from "node:crypto";

import { administratorApi, type Api, type Call } from "./api";
import {
  attributesOver,
  isThick,
  isTooLongButCreated,
  lunName,
  requireCreatable,
  sizeIn,
  typeIds,
} from "./lun-rules";
import { lunView } from "./lun-view";
import { additionalKeys, text, type Parameters } from "./parameters";
import { Refusal, sanCode } from "./refusal";
import type { Settings } from "./settings";
import type { Lun, NasRecord, Target } from "./state";
import type { Store } from "./store";
import { freeBytes } from "./volumes";

/** `SYNO.Core.ISCSI.LUN`: create, get, list, set, map_target, unmap_target, delete. */
export function lunApi(settings: Settings, store: Store): Api {
  const settled = (): number => store.now() + settings.settleMs;
  const free = (location: string): number => freeBytes(settings, store, location);

  const list = ({ parameters }: Call): unknown => {
    const types = typeFilter(parameters);
    const location = text(parameters, "location");
    const additional = additionalKeys(parameters);
    const luns = store.record.luns
      .filter((lun) => types === undefined || types.has(lun.type))
      .filter((lun) => location === undefined || lun.location === location);
    return { luns: luns.map((lun) => lunView(lun, additional, store)) };
  };

  const get = ({ parameters }: Call): unknown => {
    const lun = lunOf(store.record, parameters);
    return { lun: lunView(lun, additionalKeys(parameters), store) };
  };

  const create = async ({ parameters }: Call): Promise<unknown> => {
    const request = requireCreatable(parameters, settings, store.record, free);
    const uuid = randomUUID();
    store.createFile(uuid, request.size);
    const lunId = await store.change((draft) => {
      const id = draft.nextLunId++;
      draft.luns.push({ ...request, uuid, lunId: id, action: "creating", settledAt: settled() });
      return id;
    });
    if (isTooLongButCreated(request.name)) throw new Refusal(sanCode.nameTooLongButCreated);
    return { lun_id: lunId, uuid };
  };

  const set = async ({ parameters }: Call): Promise<void> => {
    const lun = lunOf(store.record, parameters);
    if (parameters.has("new_type")) throw new Refusal(sanCode.badType);
    if (parameters.has("new_location")) throw new Refusal(sanCode.badLocation);
    const size = parameters.has("new_size") ? sizeIn(parameters, "new_size") : lun.size;
    // What DSM answers to a shrink is not known; a client must never send one.
    if (size < lun.size) throw new Refusal(sanCode.badSize);
    if (isThick(lun.type) && size - lun.size > free(lun.location)) {
      throw new Refusal(sanCode.noSpace);
    }
    const name = parameters.has("new_name") ? lunName(parameters.get("new_name")) : lun.name;
    const attributes = attributesOver(lun.attributes, parameters.get("dev_attribs"));
    if (store.record.luns.some((other) => other.uuid !== lun.uuid && other.name === name)) {
      throw new Refusal(sanCode.duplicateLunName);
    }
    const described = parameters.get("description");
    const description =
      settings.descriptionSettable && typeof described === "string" ? described : lun.description;
    const growth = size > lun.size ? { action: "growing" as const, settledAt: settled() } : {};
    await store.change((draft) => {
      Object.assign(lunOf(draft, parameters), { size, name, attributes, description, ...growth });
    });
  };

  const remove = async ({ parameters }: Call): Promise<void> => {
    const single = parameters.get("uuid");
    const several = parameters.get("uuids");
    const wanted: unknown[] = single === "" && Array.isArray(several) ? several : [single];
    await store.change((draft) => {
      for (const uuid of wanted) {
        const lun = lunOf(draft, new Map([["uuid", uuid]]));
        // Nothing on DSM refuses a destructive call: a mapped LUN goes too, with its mappings.
        for (const target of draft.targets) unmap(target, lun.uuid);
        Object.assign(lun, { action: "deleting", settledAt: settled() });
      }
    });
  };

  const mapTarget = async ({ parameters }: Call): Promise<void> => {
    const lun = lunOf(store.record, parameters);
    requireTargets(store.record, parameters);
    const busy = settings.strictLock && store.isLocked(lun) && lun.action !== "growing";
    if (busy || lun.action === "deleting") throw new Refusal(sanCode.notLoadable);
    await store.change((draft) => {
      for (const target of requireTargets(draft, parameters)) map(target, lun.uuid);
    });
  };

  const unmapTarget = async ({ parameters }: Call): Promise<void> => {
    const lun = lunOf(store.record, parameters);
    await store.change((draft) => {
      for (const target of requireTargets(draft, parameters)) unmap(target, lun.uuid);
    });
  };

  return administratorApi({
    list,
    get,
    create,
    set,
    delete: remove,
    map_target: mapTarget,
    unmap_target: unmapTarget,
  });
}

/** The LUN that `uuid` names: DSM takes the name of the LUN there too. */
function lunOf(record: NasRecord, parameters: Parameters): Lun {
  const wanted = text(parameters, "uuid");
  if (wanted === undefined) throw new Refusal(sanCode.badUuid);
  const lun =
    record.luns.find(({ uuid }) => uuid === wanted) ??
    record.luns.find(({ name }) => name === wanted);
  if (lun === undefined) throw new Refusal(sanCode.noSuchLun);
  return lun;
}

/** The targets that `target_ids` names; its elements may be numbers or strings, unlike `target_id` elsewhere. */
function requireTargets(record: NasRecord, parameters: Parameters): Target[] {
  const ids = parameters.get("target_ids");
  if (ids === undefined) throw new Refusal(sanCode.missingParameter);
  if (!Array.isArray(ids)) throw new Refusal(sanCode.badTargetId);
  return ids.map((id: unknown) => {
    const target = record.targets.find(
      ({ targetId }) => id === targetId || id === String(targetId),
    );
    if (target === undefined) throw new Refusal(sanCode.badTargetId);
    return target;
  });
}

function map(target: Target, lunUuid: string): void {
  if (target.mappings.some((mapping) => mapping.lunUuid === lunUuid)) return;
  const taken = new Set(target.mappings.map(({ index }) => index));
  let index = 1;
  while (taken.has(index)) index++;
  target.mappings.push({ lunUuid, index });
}

function unmap(target: Target, lunUuid: string): void {
  target.mappings = target.mappings.filter((mapping) => mapping.lunUuid !== lunUuid);
}

function typeFilter(parameters: Parameters): ReadonlySet<string> | undefined {
  const types = parameters.get("types");
  if (types === undefined) return undefined;
  const known = new Set([
    ...Object.keys(typeIds),
    "BLOCK",
    "CINDER",
    "CINDER_BLUN",
    "CINDER_BLUN_THICK",
    "SINK",
    "BLUN_SINK",
    "BLUN_THICK_SINK",
    "VDISK_BLUN",
  ]);
  const valid =
    Array.isArray(types) && types.every((type) => typeof type === "string" && known.has(type));
  if (!valid) throw new Refusal(sanCode.badTypeFilter);
  return new Set(types as string[]);
}
