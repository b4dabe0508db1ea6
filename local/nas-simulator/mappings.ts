import type { Call, Method } from "./api";
import { lunOf, lunsOf, targetOf, targetsOf } from "./lookups";
import { Refusal, sanCode } from "./refusal";
import type { Settings } from "./settings";
import type { Lun, NasRecord, Target } from "./state";
import type { Store } from "./store";

/** Methods that change which LUN is on which target; an API of its own has two of the four. */
export interface MappingMethods {
  readonly map: Method;
  readonly unmap: Method;
}

/** `map_target` and `unmap_target` of the LUN: one LUN, several targets. Both touch only what they name. */
export function mappingOfLun(settings: Settings, store: Store): MappingMethods {
  const pairs = (record: NasRecord, { parameters }: Call): [Lun, Target[]] => [
    lunOf(record, parameters),
    targetsOf(record, parameters),
  ];
  return {
    map: async (call) => {
      requireLoadable(settings, store, pairs(store.record, call)[0]);
      await store.change((draft) => {
        const [lun, targets] = pairs(draft, call);
        for (const target of targets) map(target, lun.uuid);
      });
    },
    unmap: async (call) => {
      await store.change((draft) => {
        const [lun, targets] = pairs(draft, call);
        for (const target of targets) unmap(target, lun.uuid);
      });
    },
  };
}

/** `map_lun` and `unmap_lun` of the target, the mirror image: one target, several LUNs. */
export function mappingOfTarget(settings: Settings, store: Store): MappingMethods {
  const pairs = (record: NasRecord, { parameters }: Call): [Target, Lun[]] => [
    targetOf(record, parameters),
    lunsOf(record, parameters),
  ];
  return {
    map: async (call) => {
      for (const lun of pairs(store.record, call)[1]) requireLoadable(settings, store, lun);
      await store.change((draft) => {
        const [target, luns] = pairs(draft, call);
        for (const lun of luns) map(target, lun.uuid);
      });
    },
    unmap: async (call) => {
      await store.change((draft) => {
        const [target, luns] = pairs(draft, call);
        for (const lun of luns) unmap(target, lun.uuid);
      });
    },
  };
}

/** Takes a LUN off a target; nothing happens when it is not on it. */
export function unmap(target: Target, lunUuid: string): void {
  target.mappings = target.mappings.filter((mapping) => mapping.lunUuid !== lunUuid);
}

function map(target: Target, lunUuid: string): void {
  if (target.mappings.some((mapping) => mapping.lunUuid === lunUuid)) return;
  const taken = new Set(target.mappings.map(({ index }) => index));
  let index = 1;
  while (taken.has(index)) index++;
  target.mappings.push({ lunUuid, index });
}

/** @throws Refusal 18990570 while the LUN cannot be opened */
function requireLoadable(settings: Settings, store: Store, lun: Lun): void {
  const open = lun.action === "growing" || lun.action === "snapshotting";
  const busy = settings.strictLock && store.isLocked(lun) && !open;
  if (busy || !lun.loaded || lun.action === "deleting") throw new Refusal(sanCode.notLoadable);
}
