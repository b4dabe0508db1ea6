import { randomUUID } from "node:crypto";

import { administratorApi, type Api, type Call } from "./api";
import { copyMethods } from "./copies";
import { lunByUuidOrName, lunOf, lunWith } from "./lookups";
import {
  attributesOver,
  isThick,
  isTooLongButCreated,
  lunName,
  newLun,
  requireCreatable,
  sizeIn,
  typeIds,
} from "./lun-rules";
import { importView, lunView } from "./lun-view";
import { mappingOfLun, unmap } from "./mappings";
import { additionalKeys, text, type Parameters } from "./parameters";
import { Refusal, sanCode } from "./refusal";
import type { Settings } from "./settings";
import { snapshotMethods } from "./snapshots";
import type { Store } from "./store";
import { freeBytes } from "./volumes";

/** `SYNO.Core.ISCSI.LUN`: the life of a LUN here; snapshots, copies and mappings have files of their own. */
export function lunApi(settings: Settings, store: Store): Api {
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
    const lun = lunByUuidOrName(store.record, parameters);
    const additional = additionalKeys(parameters);
    return { lun: lunView(lun, additional, store), ...importView(additional) };
  };

  const create = async ({ parameters }: Call): Promise<unknown> => {
    const request = requireCreatable(parameters, settings, store.record, free);
    const uuid = randomUUID();
    store.createFile(uuid, request.size);
    const lunId = await store.change((draft) => {
      const id = draft.nextLunId++;
      draft.luns.push({
        ...newLun,
        ...request,
        uuid,
        lunId: id,
        settledAt: store.settledAt("create"),
      });
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
    const growth =
      size > lun.size ? { action: "growing" as const, settledAt: store.settledAt("grow") } : {};
    await store.change((draft) => {
      Object.assign(lunOf(draft, parameters), { size, name, attributes, description, ...growth });
    });
  };

  const remove = async ({ parameters }: Call): Promise<void> => {
    const single = parameters.get("uuid");
    const several = parameters.get("uuids");
    const wanted: unknown[] = single === "" && Array.isArray(several) ? several : [single];
    const snapshots = store.record.snapshots.map((snapshot) => snapshot.uuid);
    await store.change((draft) => {
      for (const uuid of wanted) {
        const lun = lunWith(draft, uuid);
        if (lun.action === "deleting") continue;
        // Nothing on DSM refuses a destructive call: a mapped LUN goes too, with its mappings.
        for (const target of draft.targets) unmap(target, lun.uuid);
        Object.assign(lun, { action: "deleting", settledAt: store.settledAt("delete") });
        draft.snapshots = draft.snapshots.filter((snapshot) => snapshot.lunUuid !== lun.uuid);
      }
    });
    for (const uuid of snapshots) {
      if (store.record.snapshots.every((one) => one.uuid !== uuid)) store.removeFile(uuid);
    }
  };

  const loading =
    (loaded: boolean) =>
    async ({ parameters }: Call): Promise<void> => {
      await store.change((draft) => {
        lunOf(draft, parameters).loaded = loaded;
      });
    };

  const mapping = mappingOfLun(settings, store);
  return administratorApi({
    list,
    get,
    create,
    set,
    delete: remove,
    map_target: mapping.map,
    unmap_target: mapping.unmap,
    // What the two do is inferred from their names: initiators lose the LUN and get it back, its mappings stay.
    load_lun: loading(true),
    unload_lun: loading(false),
    ...snapshotMethods(settings, store),
    ...copyMethods(settings, store),
  });
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
  ]);
  const valid =
    Array.isArray(types) && types.every((type) => typeof type === "string" && known.has(type));
  if (!valid) throw new Refusal(sanCode.badTypeFilter);
  return new Set(types as string[]);
}
